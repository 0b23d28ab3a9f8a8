#include "CRE2.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

struct whatsapp_re2 {
    RE2 expression;
    std::string error;

    whatsapp_re2(re2::StringPiece text, const RE2::Options &options) : expression(text, options), error(expression.error()) {}
};

extern "C" whatsapp_re2 *whatsapp_re2_compile(const char *expression, size_t length, long long most_memory) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(most_memory);
    return new whatsapp_re2(re2::StringPiece(expression, length), options);
}

extern "C" void whatsapp_re2_free(whatsapp_re2 *expression) { delete expression; }

extern "C" const char *whatsapp_re2_error(const whatsapp_re2 *expression) {
    return expression->expression.ok() ? nullptr : expression->error.c_str();
}

extern "C" int whatsapp_re2_groups(const whatsapp_re2 *expression) {
    return expression->expression.NumberOfCapturingGroups();
}

extern "C" size_t whatsapp_re2_group_name(const whatsapp_re2 *expression, int group, char *name, size_t room) {
    const auto &names = expression->expression.CapturingGroupNames();
    const auto found = names.find(group);
    if (found == names.end()) return 0;
    const size_t length = std::min(found->second.size(), room);
    std::memcpy(name, found->second.data(), length);
    return length;
}

extern "C" int whatsapp_re2_match(
    const whatsapp_re2 *expression, const char *text, size_t length, whatsapp_re2_range *ranges, int count) {
    std::vector<re2::StringPiece> groups(static_cast<size_t>(count));
    const re2::StringPiece subject(text, length);
    if (!expression->expression.Match(subject, 0, length, RE2::UNANCHORED, groups.data(), count)) return 0;
    for (int index = 0; index < count; index++) {
        const auto &group = groups[static_cast<size_t>(index)];
        const bool took_part = group.data() != nullptr;
        ranges[index].begin = took_part ? group.data() - text : -1;
        ranges[index].end = took_part ? ranges[index].begin + static_cast<ptrdiff_t>(group.size()) : -1;
    }
    return 1;
}
