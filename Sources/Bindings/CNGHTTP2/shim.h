// nghttp2, used as it is.
#ifndef WHATSAPP_CNGHTTP2_H
#define WHATSAPP_CNGHTTP2_H

#include <nghttp2/nghttp2.h>

#endif
