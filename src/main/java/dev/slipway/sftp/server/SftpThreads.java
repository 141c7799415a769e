package dev.slipway.sftp.server;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * The threads that process requests: one for each SFTP channel, because a request waits for the
 * store. The limits of connections and channels limit their number.
 */
@ApplicationScoped
class SftpThreads {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  private final AtomicInteger count = new AtomicInteger();
  private final CloseableExecutorService executor =
      new SshThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), this::newThread);

  Executor executor() {
    return executor;
  }

  /** The same threads for a channel, whose end does not end them. */
  CloseableExecutorService ofChannel() {
    return ThreadUtils.protectExecutorServiceShutdown(executor, false);
  }

  /** Ends the threads; those of closed connections get the time to record their end. */
  @PreDestroy
  void stop() {
    executor.shutdown();
    try {
      executor.awaitTermination(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }

  private Thread newThread(Runnable work) {
    var thread = new Thread(work, "sftp-" + count.incrementAndGet());
    thread.setDaemon(true);
    // The first request may come on a thread of the SSH library, whose loader knows no application.
    thread.setContextClassLoader(SftpThreads.class.getClassLoader());
    return thread;
  }
}
