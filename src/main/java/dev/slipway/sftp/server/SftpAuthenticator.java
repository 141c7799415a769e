package dev.slipway.sftp.server;

import dev.slipway.web.ratelimit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.jboss.logging.Logger;

/**
 * Answers logins on a thread of its own, because verifying a password takes a tenth of a second and
 * SSH has few threads for all connections.
 */
@ApplicationScoped
class SftpAuthenticator implements PasswordAuthenticator {
  private static final Logger LOG = Logger.getLogger(SftpAuthenticator.class);
  private static final AttributeKey<Boolean> PENDING = new AttributeKey<>();

  private final SftpLogins logins;
  private final SftpSessions sessions;
  private final SftpThreads threads;
  private final RateLimiter warnings;

  SftpAuthenticator(SftpLogins logins, SftpSessions sessions, SftpThreads threads, Clock clock) {
    this.logins = logins;
    this.sessions = sessions;
    this.threads = threads;
    this.warnings = RateLimiter.onePerMinute(1, clock);
  }

  @Override
  public boolean authenticate(String username, String password, ServerSession session) {
    if (session.setAttribute(PENDING, true) != null) {
      // The client has sent another attempt before this one was answered.
      return false;
    }
    var answer = new AsyncAuthException();
    threads
        .executor()
        .execute(
            () -> {
              var authenticated = logIn(username, password, session);
              session.removeAttribute(PENDING);
              answer.setAuthed(authenticated);
            });
    throw answer;
  }

  private boolean logIn(String username, String password, ServerSession session) {
    try {
      var login = logins.logIn(username, password, SftpSessions.addressOf(session));
      return sessions.begin(session, login);
    } catch (LoginRefusedException refusal) {
      explain(refusal.getMessage(), session);
    } catch (RuntimeException e) {
      if (warnings.tryAcquire()) {
        LOG.warnf("A login over SFTP could not be checked: %s", e.getMessage());
      }
      explain("Logins can't be checked at the moment. Try again in a minute.", session);
    }
    return false;
  }

  /**
   * Sends a text that clients show before they report the failure.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc4252#section-5.4">RFC 4252, banner message</a>
   */
  static void explain(String text, ServerSession session) {
    var banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
    banner.putString(text + "\r\n");
    banner.putString("en");
    try {
      session.writePacket(banner);
    } catch (IOException disconnected) {
      LOG.debugf("A client disconnected before its login was answered: %s", disconnected);
    }
  }
}
