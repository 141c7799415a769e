package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessRoleTest {
  @Test
  void decidesWhatTheProcessDoes() {
    assertThat(new ProcessRole("all").runsMediaJobs()).isTrue();
    assertThat(new ProcessRole("all").isWorker()).isFalse();
    assertThat(new ProcessRole("web").runsMediaJobs()).isFalse();
    assertThat(new ProcessRole("web").isWorker()).isFalse();
    assertThat(new ProcessRole(" Worker ").runsMediaJobs()).isTrue();
    assertThat(new ProcessRole("worker").isWorker()).isTrue();
  }

  @Test
  void rejectsAnotherRole() {
    assertThatThrownBy(() -> new ProcessRole("both"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("SLIPWAY_ROLE must be all, web or worker, not \"both\".");
  }
}
