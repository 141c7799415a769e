package dev.slipway.sftp.server;

import dev.slipway.storage.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.jboss.logging.Logger;

/**
 * Logs in with public keys. A client first asks whether a key is acceptable, and then sends a
 * signature. Both are answered on a thread of its own, because SSH has few threads for all
 * connections, and the database may keep one waiting.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4252#section-7">RFC 4252, public key</a>
 */
@ApplicationScoped
class KeyAuthenticationFactory {
  private static final Logger LOG = Logger.getLogger(KeyAuthenticationFactory.class);

  private final SftpLogins logins;
  private final SftpSessions sessions;
  private final SftpThreads threads;

  KeyAuthenticationFactory(SftpLogins logins, SftpSessions sessions, SftpThreads threads) {
    this.logins = logins;
    this.sessions = sessions;
    this.threads = threads;
  }

  UserAuthPublicKeyFactory create() {
    return new UserAuthPublicKeyFactory() {
      @Override
      public UserAuthPublicKey createUserAuth(ServerSession session) {
        return new KeyAuthentication(getSignatureFactories());
      }
    };
  }

  /** One request of a client. */
  private final class KeyAuthentication extends UserAuthPublicKey {
    private KeyAuthentication(List<NamedFactory<Signature>> signatures) {
      super(signatures);
    }

    @Override
    public Boolean doAuth(Buffer buffer, boolean init) {
      // The library uses the buffer for the next request.
      var request = new ByteArrayBuffer(buffer.getCompactData());
      var answer = new AsyncAuthException();
      threads.executor().execute(() -> answer(request, answer));
      throw answer;
    }

    private void answer(Buffer request, AsyncAuthException answer) {
      try {
        var login = findLogin(request);
        var authenticated = login.isPresent() ? verify(request) : Boolean.FALSE;
        // Without a value the library has told the client to send a signature.
        if (authenticated != null) {
          answer.setAuthed(authenticated && begin(login.get()));
        }
      } catch (LoginRefusedException refusal) {
        SftpAuthenticator.explain(refusal.getMessage(), getServerSession());
        answer.setAuthed(false);
      } catch (Exception e) {
        LOG.debugf("A login with a public key was refused: %s", e.getMessage());
        answer.setAuthed(false);
      }
    }

    /** Begins the session of a client whose signature is valid. */
    private boolean begin(SftpLogin login) {
      logins.requireUsable(login, SftpSessions.addressOf(getServerSession()));
      return sessions.begin(getServerSession(), login);
    }

    /** Finds the account by the same bytes that the signature is verified with. */
    private Optional<SftpLogin> findLogin(Buffer request) {
      var start = request.rpos();
      request.getBoolean();
      request.getString();
      var key = request.getBytes();
      request.rpos(start);
      return logins.findByKey(
          getUsername(), fingerprint(key), SftpSessions.addressOf(getServerSession()));
    }

    private Boolean verify(Buffer request) throws Exception {
      return super.doAuth(request, true);
    }
  }

  private static String fingerprint(byte[] key) {
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Sha256.digest(key));
  }
}
