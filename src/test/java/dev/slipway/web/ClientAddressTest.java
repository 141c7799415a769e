package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  @Test
  void groupsIpv6AddressesByNetwork() {
    assertThat(ClientAddress.of("192.0.2.7").network()).isEqualTo("192.0.2.7");
    for (var address :
        new String[] {
          "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff:4:5:6", "2001:DB8:1:2::5", "2001:db8:1:2::"
        }) {
      assertThat(ClientAddress.of(address).network()).isEqualTo("2001:db8:1:2::/64");
    }
    assertThat(ClientAddress.of("2001:db8::2:3:4:5:6").network()).isEqualTo("2001:db8:0:2::/64");
    assertThat(ClientAddress.of("::1").network()).isEqualTo("::/64");
  }

  /** A proxy that listens on IPv6 forwards them in this form. They must not share one network. */
  @Test
  void recognisesIpv4AddressesWrittenAsIpv6() {
    assertThat(ClientAddress.of("::ffff:192.0.2.7").text()).isEqualTo("192.0.2.7");
    assertThat(ClientAddress.of("::ffff:192.0.2.7").network()).isEqualTo("192.0.2.7");
  }

  @Test
  void writesEachAddressInOneForm() {
    assertThat(ClientAddress.of("2001:0DB8:0:0:0:0:0:5").text()).isEqualTo("2001:db8::5");
    assertThat(ClientAddress.of("fe80::1%eth0").text()).isEqualTo("fe80::1");
  }

  @Test
  @Asvs("16.4.1")
  void escapesWhatIsNoAddress() {
    assertThat(ClientAddress.of("un\nknown").text()).isEqualTo("un\\u000aknown");
    assertThat(ClientAddress.of("unknown").network()).isEqualTo("unknown");
    assertThat(ClientAddress.of((String) null).text()).isEqualTo("-");
  }
}
