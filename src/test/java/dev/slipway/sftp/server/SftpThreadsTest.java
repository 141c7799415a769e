package dev.slipway.sftp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class SftpThreadsTest {
  /** Beans that a request creates are loaded by the context class loader. */
  @Test
  void requestsSeeTheClassesOfTheApplication() throws Exception {
    var created = new FutureTask<>(SftpThreads::new);
    var thread = new Thread(created);
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    thread.start();
    var threads = created.get();

    var loader =
        CompletableFuture.supplyAsync(
            () -> Thread.currentThread().getContextClassLoader(), threads.executor());

    assertThat(loader.get()).isEqualTo(SftpThreads.class.getClassLoader());
    threads.stop();
  }
}
