// handshake_floor COUNT: the cryptography of a chat handshake and nothing else, that often, straight from OpenSSL:
// an X25519 key pair and two agreements, two HKDFs, six SHA-256s, two AES-256-GCM openings, two XEdDSA verifications.
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <stdlib.h>

enum { STATIC_LENGTH = 32, CHAIN_LENGTH = 241, DETAILS_LENGTH = 60 };
static EVP_MD *sha256;
static EVP_CIPHER *gcm;
static EVP_KDF *hkdf;
static unsigned char peers[2][32], client[32], signer[32], signature[64], key[32], details[DETAILS_LENGTH];
static unsigned char sealed[2][CHAIN_LENGTH], tags[2][16];
static const int lengths[2] = {STATIC_LENGTH, CHAIN_LENGTH};

static void require(int outcome) {
    if (outcome <= 0) abort();
}

static void new_key(const char *type, unsigned char *private, unsigned char *public, EVP_PKEY **kept) {
    EVP_PKEY *pair = EVP_PKEY_Q_keygen(NULL, NULL, type);
    size_t length = 32;
    require(pair != NULL);
    if (private) require(EVP_PKEY_get_raw_private_key(pair, private, &length));
    length = 32;
    if (public) require(EVP_PKEY_get_raw_public_key(pair, public, &length));
    if (kept) *kept = pair;
    else EVP_PKEY_free(pair);
}

static void prepare(void) {
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    new_key("X25519", client, NULL, NULL);
    for (int i = 0; i < 2; i++) new_key("X25519", NULL, peers[i], NULL);
    EVP_PKEY *signing;
    new_key("ED25519", NULL, signer, &signing);
    EVP_MD_CTX *signing_context = EVP_MD_CTX_new();
    size_t length = sizeof signature;
    require(EVP_DigestSignInit(signing_context, NULL, NULL, NULL, signing));
    require(EVP_DigestSign(signing_context, signature, &length, details, sizeof details));
    EVP_MD_CTX_free(signing_context);
    EVP_PKEY_free(signing);
    for (int i = 0; i < 2; i++) {
        unsigned char plain[CHAIN_LENGTH] = {0};
        int written;
        EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
        require(EVP_EncryptInit_ex2(context, gcm, key, key, NULL));
        require(EVP_EncryptUpdate(context, NULL, &written, key, sizeof key));
        require(EVP_EncryptUpdate(context, sealed[i], &written, plain, lengths[i]));
        require(EVP_EncryptFinal_ex(context, sealed[i] + written, &written));
        require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, sizeof tags[i], tags[i]));
        EVP_CIPHER_CTX_free(context);
    }
}

static void agree(void) {
    EVP_PKEY *own = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, client, sizeof client);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own, NULL);
    require(EVP_PKEY_derive_init(context));
    for (int i = 0; i < 2; i++) {
        unsigned char secret[32];
        size_t length = sizeof secret;
        EVP_PKEY *peer = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, peers[i], sizeof peers[i]);
        require(EVP_PKEY_derive_set_peer(context, peer));
        require(EVP_PKEY_derive(context, secret, &length));
        EVP_PKEY_free(peer);
    }
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(own);
}

static void derive(void) {
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(hkdf);
    for (int i = 0; i < 2; i++) {
        unsigned char keys[64];
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, "SHA256", 0),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, key, sizeof key),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, peers[i], sizeof peers[i]),
            OSSL_PARAM_construct_end(),
        };
        require(EVP_KDF_derive(context, keys, sizeof keys, parameters));
    }
    EVP_KDF_CTX_free(context);
}

static void hash(void) {
    static const int mixed[6] = {4, 32, 32, 32, STATIC_LENGTH + 16, CHAIN_LENGTH + 16};
    static unsigned char data[CHAIN_LENGTH + 16];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    for (int i = 0; i < 6; i++) {
        unsigned char digest[32];
        require(EVP_DigestInit_ex2(context, sha256, NULL));
        require(EVP_DigestUpdate(context, key, sizeof key));
        require(EVP_DigestUpdate(context, data, mixed[i]));
        require(EVP_DigestFinal_ex(context, digest, NULL));
    }
    EVP_MD_CTX_free(context);
}

static void decrypt(void) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    for (int i = 0; i < 2; i++) {
        unsigned char plain[CHAIN_LENGTH];
        int written;
        require(EVP_DecryptInit_ex2(context, gcm, key, key, NULL));
        require(EVP_DecryptUpdate(context, NULL, &written, key, sizeof key));
        require(EVP_DecryptUpdate(context, plain, &written, sealed[i], lengths[i]));
        require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, sizeof tags[i], tags[i]));
        require(EVP_DecryptFinal_ex(context, plain + written, &written));
    }
    EVP_CIPHER_CTX_free(context);
}

// y = (u - 1) / (u + 1) modulo 2^255 - 19: the Edwards form of a Montgomery key.
static void convert(const unsigned char *montgomery) {
    unsigned char edwards[32];
    BN_CTX *context = BN_CTX_new();
    BN_CTX_start(context);
    BIGNUM *p = BN_CTX_get(context), *u = BN_CTX_get(context), *above = BN_CTX_get(context), *below = BN_CTX_get(context);
    require(BN_set_bit(p, 255) && BN_sub_word(p, 19) && BN_lebin2bn(montgomery, 32, u) != NULL && BN_clear_bit(u, 255) >= 0);
    require(BN_mod_sub(above, u, BN_value_one(), p, context) && BN_mod_add(below, u, BN_value_one(), p, context));
    require(BN_mod_inverse(below, below, p, context) != NULL && BN_mod_mul(u, above, below, p, context));
    require(BN_bn2lebinpad(u, edwards, sizeof edwards));
    BN_CTX_end(context);
    BN_CTX_free(context);
}

static void verify(void) {
    for (int i = 0; i < 2; i++) {
        convert(peers[i]);
        EVP_PKEY *public = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, signer, sizeof signer);
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        require(EVP_DigestVerifyInit(context, NULL, NULL, NULL, public));
        require(EVP_DigestVerify(context, signature, sizeof signature, details, sizeof details));
        EVP_MD_CTX_free(context);
        EVP_PKEY_free(public);
    }
}

int main(int argc, char **argv) {
    int count = argc == 2 ? atoi(argv[1]) : 0;
    prepare();
    for (int i = 0; i < count; i++) {
        agree();
        derive();
        hash();
        decrypt();
        verify();
    }
    return 0;
}
