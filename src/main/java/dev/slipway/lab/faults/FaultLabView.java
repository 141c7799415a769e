package dev.slipway.lab.faults;

import dev.slipway.lab.faults.RelayStatus.ActiveFault;
import dev.slipway.lab.faults.RelayStatus.Observation;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The fault lab as JSON.
 *
 * @param active the fault that is active, or null
 * @param now the time of the relay's clock, to which all other times refer
 * @param observations what the relay saw and did after the requested number
 */
record FaultLabView(
    List<FaultItem> items, ActiveFault active, Instant now, List<Observation> observations) {
  static FaultLabView of(RelayStatus status) {
    return new FaultLabView(
        Arrays.stream(Fault.values())
            .map(fault -> FaultItem.of(fault, status.faults().contains(fault.kebabCase())))
            .toList(),
        status.active(),
        status.now(),
        status.observations());
  }

  /**
   * A fault.
   *
   * @param effect what the relay does
   * @param defence why an upload survives
   * @param available whether this relay can cause it
   */
  record FaultItem(String name, String title, String effect, String defence, boolean available) {
    static FaultItem of(Fault fault, boolean available) {
      return new FaultItem(
          fault.kebabCase(), fault.title(), fault.effect(), fault.defence(), available);
    }
  }
}
