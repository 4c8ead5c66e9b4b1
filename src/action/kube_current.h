/* kube_current.h - the context that kubectl would use if nobody told it one.
 *
 * Layer: action. Read from the files that kubectl reads; nothing is run.
 * Source: kubernetes.io, "Organizing Cluster Access Using kubeconfig Files".
 */
#ifndef TRACETOP_ACTION_KUBE_CURRENT_H
#define TRACETOP_ACTION_KUBE_CURRENT_H

/* Returns the name that the first of `list` (KUBECONFIG, parted by colons;
 * NULL or "": ~/.kube/config) has for the current context, or NULL: none has
 * one, or it cannot be read. Owns: free() it. */
char *kube_current_context(const char *list);

#endif
