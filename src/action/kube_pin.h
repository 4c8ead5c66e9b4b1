/* kube_pin.h - kubectl on the context that was shown, whatever changes.
 *
 * Layer: action. kubectl merges the files of KUBECONFIG, and the first that
 * names a current context wins; so a file with nothing but that goes first.
 * Source: kubernetes.io, "Organizing Cluster Access Using kubeconfig Files".
 */
#ifndef TRACETOP_ACTION_KUBE_PIN_H
#define TRACETOP_ACTION_KUBE_PIN_H

/* Writes that file into the action's folder and sets KUBECONFIG of this
 * process. Returns -1 and errno when it cannot: then nothing should run. */
int kube_pin_set(const char *kubectl_context, int folder, const char *state_dir,
                 const char *action_id);

#endif
