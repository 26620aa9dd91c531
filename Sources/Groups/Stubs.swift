package enum Secp256k1 {}
package enum P256 {}
package enum Ed25519 {}
