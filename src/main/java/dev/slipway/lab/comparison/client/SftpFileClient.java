package dev.slipway.lab.comparison.client;

import dev.slipway.lab.comparison.client.SftpConnections.Connection;
import java.io.IOException;
import java.util.EnumSet;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;

/** Sends a file over SFTP, without waiting for the reply to each write. */
final class SftpFileClient implements FileClient {
  /** The bytes that OpenSSH sends in one request. */
  private static final int WRITE_SIZE = 32 * 1024;

  private final SftpConnections connections;
  private final ClientFile file;
  private final String name;

  SftpFileClient(SftpConnections connections, ClientFile file, String name) {
    this.connections = connections;
    this.file = file;
    this.name = name;
  }

  @Override
  public void send(SentBytes sent) throws IOException {
    try (var connection = connections.open()) {
      var modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
      write(connection, connection.sftp().open(path(), modes), 0, sent);
    }
  }

  /** As reput does: asks how much the server has, and sends the rest. */
  @Override
  public void resume(SentBytes sent) throws IOException {
    try (var connection = connections.open()) {
      var handle = connection.sftp().open(path(), EnumSet.of(OpenMode.Write, OpenMode.Create));
      write(connection, handle, (int) connection.sftp().stat(handle).getSize(), sent);
    }
  }

  private void write(Connection connection, CloseableHandle handle, int start, SentBytes sent)
      throws IOException {
    var sftp = connection.sftp();
    try {
      var out = new SftpOutputStreamAsync(sftp, WRITE_SIZE, path(), handle, false);
      out.setOffset(start);
      var done = start;
      while (done < file.size()) {
        var count = sent.take(Math.min(WRITE_SIZE, file.size() - done));
        out.write(file.content(), done, count);
        connection.countWrite(count);
        done += count;
      }
      out.close();
    } catch (SentBytes.CutException | SentBytes.StoppedException ending) {
      connection.cut();
      throw ending;
    }
    // Only now is the file complete; the reply says whether it has become a video.
    sftp.close(handle);
  }

  private String path() {
    return "/" + name;
  }
}
