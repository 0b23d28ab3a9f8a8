// libcrypt (libxcrypt), the system's password hashes: crypt_r(3).
#ifndef WHATSAPP_CCRYPT_H
#define WHATSAPP_CCRYPT_H

#include <crypt.h>

#endif
