/* rule_refusal.h - what is said of a rule file that is wrong. */
#ifndef TRACETOP_TESTS_SUPPORT_RULE_REFUSAL_H
#define TRACETOP_TESTS_SUPPORT_RULE_REFUSAL_H

/* Holds when a text is refused with these findings, as "LINE: why" lines. */
void assert_refused(const char *text, const char *expected);

#endif
