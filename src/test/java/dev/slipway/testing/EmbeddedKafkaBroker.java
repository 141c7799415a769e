package dev.slipway.testing;

import dev.slipway.embedded.Directories;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka broker in this process, on loopback, whose topics have one partition. */
public final class EmbeddedKafkaBroker implements AutoCloseable {
  private static final String NODE = "1";

  private final Path directory;
  private final KafkaRaftServer server;
  private final String address;

  private EmbeddedKafkaBroker(Path directory, KafkaRaftServer server, String address) {
    this.directory = directory;
    this.server = server;
    this.address = address;
  }

  public static EmbeddedKafkaBroker start() throws Exception {
    return start(null, null);
  }

  /**
   * Starts a broker with a second listener, for clients that connect through a proxy.
   *
   * @param proxiedListener the address of the second listener
   * @param advertised the address of the proxy, which the broker advertises
   */
  public static EmbeddedKafkaBroker start(String proxiedListener, String advertised)
      throws Exception {
    var directory = Files.createTempDirectory("slipway-kafka");
    format(directory);
    var address = "127.0.0.1:" + FreePort.find();
    var settings = settings(directory, address);
    if (proxiedListener != null) {
      settings.put("listeners", settings.get("listeners") + ",PROXIED://" + proxiedListener);
      settings.put(
          "advertised.listeners", "PLAINTEXT://%s,PROXIED://%s".formatted(address, advertised));
    }
    var server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
    server.startup();
    return new EmbeddedKafkaBroker(directory, server, address);
  }

  /** Host and port of the first listener. */
  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    server.shutdown();
    server.awaitShutdown();
    Directories.deleteRecursively(directory);
  }

  private static void format(Path directory) throws Exception {
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(Integer.parseInt(NODE))
        .addDirectory(directory.toString())
        .setMetadataLogDirectory(directory.toString())
        .setControllerListenerName("CONTROLLER")
        .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
        .run();
  }

  private static Properties settings(Path directory, String address) throws IOException {
    var controller = "127.0.0.1:" + FreePort.find();
    var settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE);
    settings.put("controller.quorum.voters", NODE + "@" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(address, controller));
    settings.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT");
    settings.put("log.dirs", directory.toString());
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }
}
