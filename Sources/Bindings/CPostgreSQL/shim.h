// libpq, used as it is.
#ifndef WHATSAPP_CPOSTGRESQL_H
#define WHATSAPP_CPOSTGRESQL_H

#include <libpq-fe.h>

#endif
