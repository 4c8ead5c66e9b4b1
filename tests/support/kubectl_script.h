/* kubectl_script.h - a kubectl that is a shell script, in a folder of its own.
 *
 * For tests only.
 */
#ifndef TRACETOP_TESTS_SUPPORT_KUBECTL_SCRIPT_H
#define TRACETOP_TESTS_SUPPORT_KUBECTL_SCRIPT_H

struct kubectl_script {
    char dir[64];
    char run[96];   /* for a door's sockets; made by who needs it */
    char path[96];  /* of the script */
    char calls[96]; /* a line for each start of the script: its words */
};

/* Makes the folder. Owns: kubectl_script_close(). */
void kubectl_script_open(struct kubectl_script *script);

/* Makes it write its words down and then do as `body` says. */
void kubectl_script_write(const struct kubectl_script *script,
                          const char *body);

/* Returns the words of the start number `index`, "" for none, until the next
 * call. */
const char *kubectl_script_call(const struct kubectl_script *script, int index);

/* Removes it all; the sockets must be gone. */
void kubectl_script_close(const struct kubectl_script *script);

#endif
