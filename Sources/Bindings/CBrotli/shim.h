// Brotli's decoder, used as it is.
#ifndef WHATSAPP_CBROTLI_H
#define WHATSAPP_CBROTLI_H

#include <brotli/decode.h>

#endif
