// OpenSSL 3. Swift cannot call function-like macros: the few we need are wrapped here.
#ifndef WHATSAPP_COPENSSL_H
#define WHATSAPP_COPENSSL_H

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#endif
