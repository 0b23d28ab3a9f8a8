// The header of libpq, which is loaded when it is needed rather than linked.
#ifndef WHATSAPP_CPOSTGRESQL_H
#define WHATSAPP_CPOSTGRESQL_H

#include <postgresql/libpq-fe.h>

#endif
