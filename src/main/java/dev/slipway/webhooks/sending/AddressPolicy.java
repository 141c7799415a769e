package dev.slipway.webhooks.sending;

import dev.slipway.webhooks.WebhooksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which network addresses webhooks may reach. People choose the URLs, and the requests come from
 * the application's own network, so by default only public addresses are allowed.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IANA IPv4
 *     Special-Purpose Address Registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IANA IPv6
 *     Special-Purpose Address Registry</a>
 */
@ApplicationScoped
public class AddressPolicy {
  private static final int IPV4_BYTES = 4;

  /** Everything that isn't reachable from everywhere, or isn't the address of one host. */
  private static final List<Network> RESERVED_IPV4 =
      List.of(
          Network.of("0.0.0.0", 8),
          Network.of("10.0.0.0", 8),
          Network.of("100.64.0.0", 10),
          Network.of("127.0.0.0", 8),
          Network.of("169.254.0.0", 16),
          Network.of("172.16.0.0", 12),
          Network.of("192.0.0.0", 24),
          Network.of("192.0.2.0", 24),
          Network.of("192.88.99.0", 24),
          Network.of("192.168.0.0", 16),
          Network.of("198.18.0.0", 15),
          Network.of("198.51.100.0", 24),
          Network.of("203.0.113.0", 24),
          Network.of("224.0.0.0", 4),
          Network.of("240.0.0.0", 4));

  /** Public addresses are allocated here only. */
  private static final Network GLOBAL_UNICAST_IPV6 = Network.of("2000::", 3);

  /** Inside of it: Teredo and other protocol assignments, documentation, 6to4. */
  private static final List<Network> RESERVED_IPV6 =
      List.of(
          Network.of("2001::", 23),
          Network.of("2001:db8::", 32),
          Network.of("2002::", 16),
          Network.of("3fff::", 20));

  /** Addresses that a NAT64 gateway translates to the IPv4 address in their last four bytes. */
  private static final Network NAT64 = Network.of("64:ff9b::", 96);

  /**
   * Where the metadata services of Amazon, Google, Oracle, Alibaba and Azure are, unless they are
   * link-local; NAT64 with a local prefix and 6to4, whose addresses can lead to any IPv4 address,
   * also a link-local one.
   */
  private static final List<Network> NEVER_ALLOWED =
      List.of(
          Network.of("fd00:ec2::", 32),
          Network.of("fd20:ce::254", 128),
          Network.of("192.0.0.192", 32),
          Network.of("100.100.100.200", 32),
          Network.of("168.63.129.16", 32),
          Network.of("64:ff9b:1::", 48),
          Network.of("2002::", 16));

  private final boolean allowsPrivateNetworks;

  @Inject
  AddressPolicy(WebhooksConfig config) {
    this(config.privateNetworks());
  }

  AddressPolicy(boolean allowsPrivateNetworks) {
    this.allowsPrivateNetworks = allowsPrivateNetworks;
  }

  /** Whether loopback and private addresses are allowed, and requests without TLS. */
  public boolean allowsPrivateNetworks() {
    return allowsPrivateNetworks;
  }

  /**
   * Whether requests may be sent to an address. An IPv4 address that is written as an IPv6 address
   * is judged as the IPv4 address. No setting allows link-local addresses, where clouds serve the
   * credentials of machines, nor multicast and unspecified ones.
   */
  public boolean allows(InetAddress address) {
    var target = withoutNat64(address);
    var bytes = target.getAddress();
    if (target.isLinkLocalAddress()
        || target.isMulticastAddress()
        || target.isAnyLocalAddress()
        || NEVER_ALLOWED.stream().anyMatch(network -> network.contains(bytes))) {
      return false;
    }
    return allowsPrivateNetworks || isPublic(bytes);
  }

  private static boolean isPublic(byte[] bytes) {
    return bytes.length == IPV4_BYTES
        ? RESERVED_IPV4.stream().noneMatch(network -> network.contains(bytes))
        : GLOBAL_UNICAST_IPV6.contains(bytes)
            && RESERVED_IPV6.stream().noneMatch(network -> network.contains(bytes));
  }

  /** Java itself turns IPv4-mapped addresses into IPv4. */
  private static InetAddress withoutNat64(InetAddress address) {
    var bytes = address.getAddress();
    return NAT64.contains(bytes)
        ? toAddress(Arrays.copyOfRange(bytes, bytes.length - IPV4_BYTES, bytes.length))
        : address;
  }

  private static InetAddress toAddress(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalArgumentException(wrongLength);
    }
  }

  private record Network(byte[] prefix, int bits) {
    static Network of(String address, int bits) {
      try {
        return new Network(InetAddress.getByName(address).getAddress(), bits);
      } catch (UnknownHostException notALiteral) {
        throw new IllegalArgumentException(notALiteral);
      }
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (var bit = 0; bit < bits; bit++) {
        var mask = 0x80 >> bit % Byte.SIZE;
        if ((address[bit / Byte.SIZE] & mask) != (prefix[bit / Byte.SIZE] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
