package dev.slipway.account.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void groupsIpv6AddressesByNetwork() {
    assertThat(ClientAddress.networkOf("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(ClientAddress.networkOf("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2::/64");
    assertThat(ClientAddress.networkOf("2001:db8:1:2:ffff:4:5:6")).isEqualTo("2001:db8:1:2::/64");
    assertThat(ClientAddress.networkOf("::1")).isEqualTo(":/64");
  }
}
