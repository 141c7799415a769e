package dev.slipway.testing;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * RSA key pairs from well-known primes just below a power of two, so they are not secret.
 * Generating random ones takes seconds in the JVM of the tests, which hardly compiles code.
 */
public enum KnownRsaKey {
  ONE(1024, 105, 179),
  TWO(1024, 1397, 3177),
  THREE(1024, 5025, 5409),
  WITH_3072_BITS(1536, 3453, 4977);

  private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

  private final BigInteger p;
  private final BigInteger q;

  /** The primes are {@code 2^bits - pOffset} and {@code 2^bits - qOffset}. */
  KnownRsaKey(int bits, int pOffset, int qOffset) {
    p = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.valueOf(pOffset));
    q = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.valueOf(qOffset));
  }

  public KeyPair pair() {
    var modulus = p.multiply(q);
    var pMinusOne = p.subtract(BigInteger.ONE);
    var qMinusOne = q.subtract(BigInteger.ONE);
    var privateExponent = EXPONENT.modInverse(pMinusOne.multiply(qMinusOne));
    try {
      var factory = KeyFactory.getInstance("RSA");
      return new KeyPair(
          factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
          factory.generatePrivate(
              new RSAPrivateCrtKeySpec(
                  modulus,
                  EXPONENT,
                  privateExponent,
                  p,
                  q,
                  privateExponent.mod(pMinusOne),
                  privateExponent.mod(qMinusOne),
                  q.modInverse(p))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
