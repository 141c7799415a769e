package dev.slipway.sftp.server;

import dev.slipway.account.AccountRunner;
import dev.slipway.sftp.files.FileAttributes;
import dev.slipway.sftp.files.FilePath;
import dev.slipway.sftp.files.SftpStatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.channel.BufferedIoOutputStream;
import org.apache.sshd.common.file.FileSystemFactory;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;

/**
 * Version 3 of SFTP on one channel: reads requests, has {@link FileRequests} process them on behalf
 * of the account, and writes the replies. No request reaches the file system of the server, because
 * none is left to the superclass.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02">SSH File
 *     Transfer Protocol, version 3</a>
 */
final class VideoSubsystem extends SftpSubsystem {
  private static final int MAX_READ_LENGTH = 256 << 10;
  private static final int MAX_EXPLANATIONS = 20;

  /**
   * Requests that wait. Paramiko requests a whole file at once, as far as the window allows: 19,000
   * requests of 27 bytes.
   */
  private static final int MAX_QUEUED = 20_000;

  private final FileRequests requests;
  private final SftpLogin login;
  private final AccountRunner runner;
  private IoOutputStream explanations;
  private int explanationCount;

  VideoSubsystem(
      ChannelSession channel,
      SftpSubsystemConfigurator configurator,
      FileRequests requests,
      SftpLogin login,
      AccountRunner runner) {
    super(channel, configurator);
    this.requests = requests;
    this.login = login;
    this.runner = runner;
  }

  /** No request needs a file system, and none is created. */
  @Override
  public void setFileSystemFactory(FileSystemFactory factory, SessionContext session) {}

  /** OpenSSH's client shows the text of no status, but it shows what arrives on this stream. */
  @Override
  public void setIoErrorStream(IoOutputStream err) {
    var channel = getServerChannelSession();
    explanations =
        new BufferedIoOutputStream(
            "sftp-err@" + channel.getChannelId(), channel.getChannelId(), err, channel);
  }

  /** Ends the connection of a client that sends more requests than any real one. */
  @Override
  public int data(ChannelSession channel, byte[] data, int start, int length) throws IOException {
    var result = super.data(channel, data, start, length);
    if (super.requests.size() > MAX_QUEUED) {
      getServerSession().close(true);
    }
    return result;
  }

  @Override
  protected void doProcess(Buffer buffer, int length, int type, int id) throws IOException {
    if (type == SftpConstants.SSH_FXP_INIT) {
      super.doProcess(buffer, length, type, id);
      return;
    }
    try {
      runner.call(
          login.identity(),
          () -> {
            requests.process(() -> reply(buffer, type, id));
            return null;
          });
    } catch (IOException connectionLost) {
      // The reply can't be sent, or the client has not read many before.
      getServerSession().close(true);
    } catch (Exception failure) {
      if (!getServerSession().isOpen()) {
        // The end of the connection has interrupted the request, and nobody waits for a reply.
        return;
      }
      refuse(buffer, id, type, StatusReply.of(failure));
    }
  }

  /** Announces no extensions, because none is supported. */
  @Override
  protected void appendExtensions(Buffer buffer, String supportedVersions) {}

  /** The connection has ended: open files are not complete. */
  @Override
  protected void closeAllHandles() {
    requests.discardAll();
  }

  private void reply(Buffer buffer, int type, int id) throws Exception {
    if (type == SftpConstants.SSH_FXP_WRITE) {
      write(buffer, id);
      return;
    }
    requests.requireValidLogin();
    switch (type) {
      case SftpConstants.SSH_FXP_OPEN -> open(buffer, id);
      case SftpConstants.SSH_FXP_CLOSE -> {
        requests.close(readHandle(buffer));
        sendOk(buffer, id);
      }
      case SftpConstants.SSH_FXP_READ -> read(buffer, id);
      case SftpConstants.SSH_FXP_STAT, SftpConstants.SSH_FXP_LSTAT ->
          sendAttributes(buffer, id, FileAttributes.of(requests.find(buffer.getString())));
      case SftpConstants.SSH_FXP_FSTAT ->
          sendAttributes(buffer, id, requests.attributesOf(readHandle(buffer)));
      case SftpConstants.SSH_FXP_SETSTAT -> {
        requests.setAttributes(buffer.getString(), readAttrs(buffer));
        sendOk(buffer, id);
      }
      case SftpConstants.SSH_FXP_FSETSTAT -> {
        requests.setAttributesOf(readHandle(buffer), readAttrs(buffer));
        sendOk(buffer, id);
      }
      case SftpConstants.SSH_FXP_OPENDIR -> {
        var handle = requests.openDirectory(buffer.getString());
        sendHandle(prepareReply(buffer), id, handle);
      }
      case SftpConstants.SSH_FXP_READDIR -> readDirectory(buffer, id);
      case SftpConstants.SSH_FXP_REALPATH -> sendPath(buffer, id, buffer.getString());
      case SftpConstants.SSH_FXP_REMOVE -> {
        requests.remove(buffer.getString());
        sendOk(buffer, id);
      }
      default -> throw unsupported(type);
    }
  }

  private void open(Buffer buffer, int id) throws Exception {
    var path = buffer.getString();
    var flags = buffer.getInt();
    var handle = requests.open(path, flags);
    sendHandle(prepareReply(buffer), id, handle);
  }

  private void read(Buffer buffer, int id) throws IOException {
    var handle = readHandle(buffer);
    var offset = buffer.getLong();
    var length = Math.min(Math.max(buffer.getInt(), 0), MAX_READ_LENGTH);
    var data = new byte[length];
    var count = requests.read(handle, offset, data);
    if (count < 0) {
      sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_EOF, "End of file");
      return;
    }
    var reply = prepareReply(buffer);
    reply.putByte((byte) SftpConstants.SSH_FXP_DATA);
    reply.putInt(id);
    reply.putBytes(data, 0, count);
    send(reply);
  }

  private void write(Buffer buffer, int id) throws IOException {
    var handle = readHandle(buffer);
    var file = requests.requireIncoming(handle);
    try {
      requests.requireValidLogin();
      var offset = buffer.getLong();
      var length = buffer.getInt();
      if (length < 0 || length > buffer.available()) {
        throw new SftpStatusException(
            SftpConstants.SSH_FX_BAD_MESSAGE, "The request is incomplete.");
      }
      file.write(offset, buffer.array(), buffer.rpos(), length);
      if (length > 0) {
        requests.recordWrite(handle);
      }
    } catch (RuntimeException refusal) {
      // The next bytes, which the client has sent already, would leave a gap.
      file.interrupt(refusal);
      throw refusal;
    }
    sendOk(buffer, id);
  }

  private void readDirectory(Buffer buffer, int id) throws IOException {
    var lines = requests.readDirectory(readHandle(buffer));
    if (lines.isEmpty()) {
      sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_EOF, "End of the directory");
      return;
    }
    var reply = prepareReply(buffer);
    reply.putByte((byte) SftpConstants.SSH_FXP_NAME);
    reply.putInt(id);
    reply.putInt(lines.size());
    for (var line : lines) {
      reply.putString(line.name());
      reply.putString(line.attributes().toLine(line.name(), login.name()));
      line.attributes().writeTo(reply);
    }
    send(reply);
  }

  private void sendPath(Buffer buffer, int id, String path) throws IOException {
    var absolute = FilePath.parse(path).absolute();
    var reply = prepareReply(buffer);
    reply.putByte((byte) SftpConstants.SSH_FXP_NAME);
    reply.putInt(id);
    reply.putInt(1);
    reply.putString(absolute);
    reply.putString(absolute);
    // No attributes.
    reply.putInt(0);
    send(reply);
  }

  private void sendAttributes(Buffer buffer, int id, FileAttributes attributes) throws IOException {
    var reply = prepareReply(buffer);
    reply.putByte((byte) SftpConstants.SSH_FXP_ATTRS);
    reply.putInt(id);
    attributes.writeTo(reply);
    send(reply);
  }

  private void sendOk(Buffer buffer, int id) throws IOException {
    sendStatus(prepareReply(buffer), id, SftpConstants.SSH_FX_OK, "");
  }

  private void refuse(Buffer buffer, int id, int type, StatusReply reply) throws IOException {
    if (isWorthExplaining(type) && explanationCount++ < MAX_EXPLANATIONS) {
      var text = (reply.message() + "\r\n").getBytes(StandardCharsets.UTF_8);
      explanations.writeBuffer(new ByteArrayBuffer(text));
    }
    sendStatus(prepareReply(buffer), id, reply.status(), reply.message());
  }

  /**
   * Clients ask for files that don't exist all the time, and repeat the first failure of a write.
   */
  private static boolean isWorthExplaining(int type) {
    return switch (type) {
      case SftpConstants.SSH_FXP_STAT,
          SftpConstants.SSH_FXP_LSTAT,
          SftpConstants.SSH_FXP_WRITE,
          SftpConstants.SSH_FXP_READ,
          SftpConstants.SSH_FXP_EXTENDED ->
          false;
      default -> true;
    };
  }

  private static String readHandle(Buffer buffer) {
    return buffer.getString(StandardCharsets.ISO_8859_1);
  }

  private static SftpStatusException unsupported(int type) {
    var text =
        switch (type) {
          case SftpConstants.SSH_FXP_MKDIR, SftpConstants.SSH_FXP_RMDIR ->
              "There is only one directory. Put all files into it.";
          case SftpConstants.SSH_FXP_SYMLINK,
              SftpConstants.SSH_FXP_READLINK,
              SftpConstants.SSH_FXP_LINK ->
              "There are no links.";
          case SftpConstants.SSH_FXP_RENAME ->
              "Files can't be renamed here. Change the title of the video in the browser.";
          default -> "This server doesn't support the request.";
        };
    return new SftpStatusException(SftpConstants.SSH_FX_OP_UNSUPPORTED, text);
  }
}
