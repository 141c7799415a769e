package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.catalogue.sync.UploadInProgress;
import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue's queries: each reads along an index that has its order. */
@ApplicationScoped
public class Videos {
  /** The longest page. */
  static final int MAX_PAGE_SIZE = 100;

  private static final String NEWEST_FIRST = " order by storedAt desc, id desc";
  private static final Comparator<VideoView> NEWEST_FIRST_ORDER =
      Comparator.comparing(VideoView::storedAt).thenComparing(VideoView::id).reversed();

  private final CurrentAccount current;
  private final PendingUploads intents;

  Videos(CurrentAccount current, PendingUploads intents) {
    this.current = current;
    this.intents = intents;
  }

  /**
   * The video, if the caller may see it.
   *
   * @throws ProblemException {@code not-found}, also where it is somebody else's and private
   * @throws UnauthorizedException where a login might help
   */
  @Transactional
  public VideoView requireVisible(String id) {
    return findVisible(id)
        .orElseThrow(
            () ->
                current.isLoggedIn()
                    ? new ProblemException(
                        ErrorCode.NOT_FOUND, "There is no such video, or it is not yours to see.")
                    : new UnauthorizedException());
  }

  /** The video, if the caller may see it. */
  @Transactional
  public Optional<VideoView> findVisible(String id) {
    Optional<Video> video = RandomId.isValid(id) ? Video.findByIdOptional(id) : Optional.empty();
    return video.filter(this::isVisible).map(VideoView::of);
  }

  /** What is still on its way, if it is the caller's. */
  @Transactional
  public Optional<UploadInProgress> findUploadInProgress(String id) {
    return current.isLoggedIn() && RandomId.isValid(id)
        ? intents
            .findInProgress(new RandomId(id))
            .filter(coming -> current.mayManage(coming.owner()))
        : Optional.empty();
  }

  /** What the caller may list: admins everything, others their own and what is public. */
  @Transactional
  public VideoPage listVisible(VideoFilter filter, int limit) {
    if (current.isAdmin()) {
      return list(filter, limit);
    }
    var open = new VideoFilter(filter.owner(), filter.status(), true, filter.after());
    if (!current.isCreator()) {
      return list(open, limit);
    }
    if (filter.owner() != null && !filter.owner().equals(current.getName())) {
      return list(open, limit);
    }
    var own = list(filter.ownedBy(current.getName()), limit + 1).items();
    if (filter.owner() != null) {
      return VideoPage.of(own, limit);
    }
    // Two reads along their indexes, merged, cost less than one that has to sort.
    var merged =
        Stream.concat(own.stream(), list(open, limit + 1).items().stream())
            .collect(Collectors.toMap(VideoView::id, view -> view, (one, same) -> one))
            .values()
            .stream()
            .sorted(NEWEST_FIRST_ORDER)
            .limit(limit + 1L)
            .toList();
    return VideoPage.of(merged, limit);
  }

  private boolean isVisible(Video video) {
    return current.mayManage(video.owner)
        || video.visibility != Visibility.PRIVATE && video.isPlayable();
  }

  private static VideoPage list(VideoFilter filter, int limit) {
    var most = Math.min(Math.max(limit, 1), MAX_PAGE_SIZE + 1);
    return VideoPage.of(query(filter).range(0, most).stream().map(VideoView::of).toList(), most);
  }

  private static PanacheQuery<Video> query(VideoFilter filter) {
    var where = new StringJoiner(" and ").add("latest = true");
    Map<String, Object> values = new HashMap<>();
    if (filter.publicOnly()) {
      // In these very words the index on public videos has it.
      where.add(
          "visibility = PUBLIC and status = READY and missingSince is null and deleteAfter is null");
    }
    if (filter.owner() != null) {
      where.add("owner = :owner");
      values.put("owner", filter.owner());
    }
    if (filter.status() != null) {
      where.add("status = :status");
      values.put("status", filter.status());
    }
    if (filter.after() != null) {
      where.add("(storedAt, id) < (:storedAt, :id)");
      values.put("storedAt", filter.after().storedAt());
      values.put("id", filter.after().id());
    }
    return Video.find(where + NEWEST_FIRST, values);
  }
}
