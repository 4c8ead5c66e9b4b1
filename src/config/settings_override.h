/* settings_override.h - what the environment and the command line say.
 *
 * Layer: config, private to the settings.
 */
#ifndef TRACETOP_CONFIG_SETTINGS_OVERRIDE_H
#define TRACETOP_CONFIG_SETTINGS_OVERRIDE_H

#include "config/settings.h"

/* Applies the variables to settings whose context is chosen.
 * Fails: -1 and `err` as "VARIABLE: why" (ERR_FORMAT). */
int settings_override_env(struct settings *settings, paths_getenv_fn *env,
                          struct err *err);

/* Applies the options. Fails: -1 and `err` as "--option: why" (ERR_REFUSED). */
int settings_override_options(struct settings *settings,
                              const struct overrides *overrides,
                              struct err *err);

#endif
