package dev.slipway.ingest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A broker of Kafka in this process, on loopback, with a topic of one partition. */
public final class KafkaBroker implements QuarkusTestResourceLifecycleManager {
  private static final String NODE = "1";

  private Path directory;
  private KafkaRaftServer server;

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory("slipway-kafka");
      format();
      var address = "127.0.0.1:" + freePort();
      server = new KafkaRaftServer(KafkaConfig.fromProps(settings(address)), Time.SYSTEM);
      server.startup();
      return Map.of("slipway.notifications.kafka.servers", address);
    } catch (Exception e) {
      throw new IllegalStateException("The broker does not start", e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
    }
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void format() throws Exception {
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(Integer.parseInt(NODE))
        .addDirectory(directory.toString())
        .setMetadataLogDirectory(directory.toString())
        .setControllerListenerName("CONTROLLER")
        .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
        .run();
  }

  private Properties settings(String address) throws IOException {
    var controller = "127.0.0.1:" + freePort();
    var settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", NODE);
    settings.put("controller.quorum.voters", NODE + "@" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", "PLAINTEXT://%s,CONTROLLER://%s".formatted(address, controller));
    settings.put("log.dirs", directory.toString());
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    return settings;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
