package dev.slipway.lab.comparison.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Clients that send the same file in one way at the same time, each in a thread of its own. All
 * their threads, also those of the SFTP library, belong to one thread group and live until the
 * group is closed, so that their processor time can be told from the application's.
 */
public final class ClientGroup implements AutoCloseable {
  private final Way way;
  private final ClientSettings settings;
  private final ClientFile file;
  private final String namePrefix;
  private final long partSize;
  private final Counters counters = new Counters();
  private final ThreadGroup threads = new ThreadGroup("lab-clients");
  private final ExecutorService executor;
  private final ApplicationClient application;
  private final StoreClient store;
  private final SftpConnections sftp;

  /**
   * The bytes that a client has sent of a file whose connection was cut once.
   *
   * @param beforeCut until the cut
   * @param afterCut to complete the upload
   */
  public record CutTransfer(long beforeCut, long afterCut) {}

  /**
   * @param namePrefix of the names of the files, which differ from each other
   * @param partSize in bytes, for the way that sends parts
   */
  public ClientGroup(
      Way way,
      int clients,
      ClientSettings settings,
      ClientFile file,
      String namePrefix,
      long partSize) {
    this.way = way;
    this.settings = settings;
    this.file = file;
    this.namePrefix = namePrefix;
    this.partSize = partSize;
    this.executor =
        Executors.newFixedThreadPool(
            clients, work -> new Thread(threads, work, "lab-client-" + way.value()));
    this.application = new ApplicationClient(settings, counters);
    this.store = new StoreClient(settings, counters);
    this.sftp = way == Way.SFTP ? startSftp() : null;
  }

  public ThreadGroup threads() {
    return threads;
  }

  public Counters counters() {
    return counters;
  }

  /** Starts the clients. Each result is there when the file is in the catalogue. */
  public List<Future<Void>> sendAll(int files) {
    return IntStream.range(0, files)
        .mapToObj(
            number ->
                executor.submit(
                    () -> {
                      createClient(number).send(SentBytes.uncut(settings.isStopped()));
                      return (Void) null;
                    }))
        .toList();
  }

  /** Sends one file, cuts the connection after this many bytes, and continues. */
  public Future<CutTransfer> cutAndResume(long cutAfter) {
    return executor.submit(
        () -> {
          var client = createClient(0);
          var first = SentBytes.cutAfter(cutAfter, settings.isStopped());
          try {
            client.send(first);
            throw new IOException("The connection was not cut");
          } catch (SentBytes.CutException expected) {
            var second = SentBytes.uncut(settings.isStopped());
            client.resume(second);
            return new CutTransfer(first.count(), second.count());
          }
        });
  }

  /** Ends also clients that wait for a server. */
  @Override
  public void close() {
    if (sftp != null) {
      sftp.close();
    }
    application.close();
    store.close();
    executor.shutdownNow();
  }

  /** In a thread of the group, from which the library's threads inherit it. */
  private SftpConnections startSftp() {
    var traffic = counters.application();
    try {
      return executor.submit(() -> new SftpConnections(settings, traffic)).get();
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      executor.shutdownNow();
      throw new IllegalStateException(e.getCause());
    }
  }

  private FileClient createClient(int number) {
    var name = namePrefix + number + ".mp4";
    return switch (way) {
      case PUT -> new PutFileClient(application, store, file, name);
      case PARTS -> new PartsFileClient(application, store, file, name, partSize);
      case APPLICATION -> new ThroughApplicationFileClient(application, file, name);
      case SFTP -> new SftpFileClient(sftp, file, name);
    };
  }
}
