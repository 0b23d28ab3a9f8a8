// SQLite, used as it is.
#ifndef WHATSAPP_CSQLITE_H
#define WHATSAPP_CSQLITE_H

#include <sqlite3.h>

#endif
