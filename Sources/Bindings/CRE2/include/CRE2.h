// RE2 in C's clothes: it has no C interface of its own, and Swift sees no C++.
#ifndef WHATSAPP_CRE2_H
#define WHATSAPP_CRE2_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct whatsapp_re2 whatsapp_re2;

// Where a group matched; begin is -1 for one that took no part.
typedef struct {
    ptrdiff_t begin;
    ptrdiff_t end;
} whatsapp_re2_range;

// A compiled expression, to be freed; never NULL. Whether it is valid, whatsapp_re2_error tells.
whatsapp_re2 *whatsapp_re2_compile(const char *expression, size_t length, long long most_memory);
void whatsapp_re2_free(whatsapp_re2 *expression);
// NULL for a valid expression; else what is wrong, owned by the expression.
const char *whatsapp_re2_error(const whatsapp_re2 *expression);
// The number of groups, without the whole match.
int whatsapp_re2_groups(const whatsapp_re2 *expression);
// Copies a group's name; returns its length, 0 for a group without one. Groups count from 1.
size_t whatsapp_re2_group_name(const whatsapp_re2 *expression, int group, char *name, size_t room);
// Looks for a match anywhere in the text; ranges[0] is the whole match. 1 for a match, 0 for none.
int whatsapp_re2_match(
    const whatsapp_re2 *expression, const char *text, size_t length, whatsapp_re2_range *ranges, int count);

#ifdef __cplusplus
}
#endif

#endif
