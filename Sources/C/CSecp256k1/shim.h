#pragma once
#include <secp256k1.h>
#include <secp256k1_ecdh.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_recovery.h>
#include <secp256k1_schnorrsig.h>

/// secp256k1_schnorrsig_sign_custom with BIP-340's own nonce: its parameters begin with a magic number that is a macro.
static inline int holdfast_schnorrsig_sign(
    const secp256k1_context *context, unsigned char *signature, const unsigned char *message, size_t count,
    const secp256k1_keypair *keypair, const unsigned char *auxiliary) {
    secp256k1_schnorrsig_extraparams parameters = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
    parameters.ndata = (void *)auxiliary;
    return secp256k1_schnorrsig_sign_custom(context, signature, message, count, keypair, &parameters);
}
