// zlib: deflateInit2 is a macro around deflateInit2_, which Swift cannot call.
#ifndef WHATSAPP_CZLIB_H
#define WHATSAPP_CZLIB_H

#include <zlib.h>

static inline int wse_deflate_init_gzip(z_streamp stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int wse_inflate_init(z_streamp stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

#endif
