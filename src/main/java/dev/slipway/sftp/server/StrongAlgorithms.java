package dev.slipway.sftp.server;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.server.SshServer;

/**
 * The algorithms that the server offers: those that the library prefers, without SHA-1, CBC,
 * signatures that are based on them, and key exchange in finite fields, with which a client without
 * a login occupies the processor. OpenSSH has supported elliptic curves since 2011.
 */
final class StrongAlgorithms {
  private static final Pattern WEAK =
      Pattern.compile(".*(?:sha1|cbc|md5|3des|arcfour).*|ssh-rsa|ssh-dss|diffie-hellman-.*");

  private StrongAlgorithms() {}

  static void applyTo(SshServer server) {
    server.setCipherFactories(strong(server.getCipherFactories()));
    server.setMacFactories(strong(server.getMacFactories()));
    server.setSignatureFactories(strong(server.getSignatureFactories()));
    server.setKeyExchangeFactories(strong(server.getKeyExchangeFactories()));
  }

  private static <F extends NamedResource> List<F> strong(List<F> factories) {
    return factories.stream()
        .filter(factory -> !WEAK.matcher(factory.getName().toLowerCase(Locale.ROOT)).matches())
        .toList();
  }
}
