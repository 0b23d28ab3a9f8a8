// SQLite, used as it is, but for what Swift cannot see.
#ifndef WHATSAPP_CSQLITE_H
#define WHATSAPP_CSQLITE_H

#include <sqlite3.h>

// SQLITE_TRANSIENT, "copy the bytes now", is a pointer made of -1: a macro that is not imported. A null pointer would
// bind NULL in place of an empty value.
static inline int whatsapp_bind_text(sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, count ? bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int whatsapp_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, count ? bytes : "", count, SQLITE_TRANSIENT);
}

#endif
