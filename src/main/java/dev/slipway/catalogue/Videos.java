package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.HiddenObjects;
import dev.slipway.audit.SubjectType;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.ListScope;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.access.SearchSlots;
import dev.slipway.catalogue.access.SharedAccess;
import dev.slipway.catalogue.access.SharedAccess.Grant;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the videos that the caller may see. Each query reads an index in its order. */
@ApplicationScoped
public class Videos implements HiddenObjects {
  private static final int MAX_PAGE_SIZE = 200;

  private static final Comparator<Video> NEWEST_FIRST =
      Comparator.<Video, Instant>comparing(video -> video.storedAt)
          .thenComparing(video -> video.id)
          .reversed();

  private final CurrentAccount caller;
  private final SharedAccess shared;
  private final SearchSlots slots;

  Videos(CurrentAccount caller, SharedAccess shared, SearchSlots slots) {
    this.caller = caller;
    this.shared = shared;
    this.slots = slots;
  }

  /**
   * Returns the video, if the caller may see it.
   *
   * @throws ProblemException {@code not-found}, also if it is another user's private video
   * @throws UnauthorizedException if the caller isn't logged in
   */
  @Transactional
  public Video requireVisible(String id) {
    return findVisible(id).orElseThrow(() -> refusal(id));
  }

  /**
   * Finds the video, if the caller may see it.
   *
   * @param id may be null
   */
  @Transactional
  public Optional<Video> findVisible(String id) {
    if (id == null || !RandomId.isValid(id)) {
      return Optional.empty();
    }
    return Video.<Video>findByIdOptional(id).filter(this::isVisible);
  }

  /** Finds the video whose file has replaced that of a former generation. */
  @Transactional
  public Optional<Video> findReplacing(Video video) {
    return video.isCurrent()
        ? Optional.empty()
        : Video.findCurrent(video.bucket, new ObjectKey(video.objectKey));
  }

  /**
   * Finds the grant of a share link without which the caller may not watch the video. What it
   * permits ends with it, so URLs must not live longer.
   *
   * @return empty only if the caller may watch the video without one
   * @throws ProblemException {@code not-found} if there is none: it may have ended since the video
   *     was found
   * @throws UnauthorizedException if there is none and the caller isn't logged in
   */
  @Transactional
  public Optional<Grant> findRequiredGrant(Video video) {
    if (!AccessPolicy.needsShareLink(caller.toCaller(), video.asResource())) {
      return Optional.empty();
    }
    return Optional.of(shared.findGrant(video.id).orElseThrow(() -> refusal(video.id)));
  }

  /**
   * Whether the video is being checked, and the caller may watch it if the check accepts it.
   *
   * @param id may be null
   */
  @Transactional
  public boolean willBeVisible(String id) {
    return id != null
        && RandomId.isValid(id)
        && Video.<Video>findByIdOptional(id)
            .filter(video -> video.isProcessing() && video.latest && !video.isMissing())
            .filter(video -> !video.deletion.isInTrash())
            .map(video -> new Resource(video.owner, video.visibility, true))
            .filter(video -> decide(Operation.WATCH, id, video).isAllowed())
            .isPresent();
  }

  /**
   * Finds the video, if it is in the trash and the caller may see it.
   *
   * @param id may be null
   */
  @Transactional
  public Optional<Video> findInTrash(String id) {
    return findVisible(id).filter(video -> video.deletion.isInTrash());
  }

  /** Finds those of the videos that the caller may manage, in no order. */
  @Transactional
  public List<Video> listManaged(List<String> ids) {
    var valid = ids.stream().filter(RandomId::isValid).distinct().toList();
    if (valid.isEmpty()) {
      return List.of();
    }
    return Video.<Video>list("id in ?1", valid).stream()
        .filter(video -> AccessPolicy.isManager(caller.toCaller(), video.owner))
        .toList();
  }

  /**
   * Finds the row of a video as the database has it, if the caller may manage the video: a JSON
   * object with the names of the columns.
   *
   * @param id may be null
   */
  @Transactional
  public Optional<String> findManagedRow(String id) {
    return findVisible(id)
        .filter(video -> AccessPolicy.isManager(caller.toCaller(), video.owner))
        .flatMap(video -> Video.findRow(video.id));
  }

  /**
   * Returns the video and locks its row until the transaction ends, if the caller may manage it.
   *
   * @throws ProblemException {@code not-found} if the caller may not see the video; {@code
   *     forbidden} if they may see but not manage it
   * @throws UnauthorizedException if the caller isn't logged in
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Video requireManaged(String id) {
    if (!caller.isLoggedIn()) {
      throw new UnauthorizedException();
    }
    var video = Video.findAndLock(id).orElseThrow(() -> refusal(id));
    return switch (decide(Operation.MANAGE, video)) {
      case ALLOWED -> video;
      case FORBIDDEN ->
          throw new ProblemException(
              ErrorCode.FORBIDDEN, "Only its owner and administrators can change this video.");
      case LOG_IN, NOT_FOUND -> throw refusal(id);
    };
  }

  /**
   * Lists all videos to administrators, and to others public videos and their own.
   *
   * @throws ProblemException {@code search-timeout}; {@code overloaded}
   */
  @Transactional
  public Page<Video, String> listVisible(VideoFilter filter, int pageSize) {
    var page = findPage(filter, pageSize);
    return new Page<>(page.videos(), page.next());
  }

  /**
   * Finds one page of what {@link #listVisible} lists, forwards or backwards. If few videos precede
   * the cursor of a page that is read backwards, it is the first page.
   *
   * @throws ProblemException {@code search-timeout}
   */
  @Transactional
  public VideoPage findPage(VideoFilter filter, int pageSize) {
    requireOwner(filter);
    var size = Math.min(Math.max(pageSize, 1), MAX_PAGE_SIZE);
    var found = inSlot(filter, () -> findOneMoreThan(size, filter));
    var hasMore = found.size() > size;
    if (filter.isBackwards() && !hasMore) {
      return findPage(filter.onFirstPage(), size);
    }
    var videos = new ArrayList<>(hasMore ? found.subList(0, size) : found);
    if (filter.isBackwards()) {
      Collections.reverse(videos);
    }
    return VideoPage.of(videos, filter, hasMore);
  }

  /**
   * Counts the caller's own videos on all pages of a listing.
   *
   * @param max how far to count at most
   * @return the exact count; {@code max + 1} if there are more than {@code max}
   * @throws ProblemException {@code search-timeout}; {@code overloaded}
   */
  @Transactional
  public int countOwn(VideoFilter filter, int max) {
    return inSlot(filter, () -> VideoQuery.count(filter.ownedBy(caller.getName()), max));
  }

  /** Counts what is in the caller's own trash. */
  @Transactional
  public TrashSummary summarizeOwnTrash() {
    return Video.getEntityManager()
        .createQuery(
            "select new dev.slipway.catalogue.Videos$TrashSummary(count(v), coalesce(sum(v.size), 0))"
                + " from Video v where v.latest = true and v.owner = :owner"
                + " and v.deletion.deleteAfter is not null and v.deletion.deletedAt is null",
            TrashSummary.class)
        .setParameter("owner", caller.getName())
        .getSingleResult();
  }

  @Override
  public String pathSegment() {
    return "videos";
  }

  @Override
  public SubjectType type() {
    return SubjectType.VIDEO;
  }

  @Override
  @Transactional
  public boolean hides(String id, String account) {
    return Video.count(
            "id = ?1 and (owner is null or owner <> ?2) and (visibility = PRIVATE or status <> READY"
                + " or deletion.deleteAfter is not null)",
            id,
            account)
        > 0;
  }

  private RuntimeException refusal(String id) {
    // Whether it was removed, rejected or never uploaded is for its owner to know.
    if (id != null && shared.findGrant(id).isPresent()) {
      return new ProblemException(
          ErrorCode.NOT_FOUND,
          "This video isn't available. The person who shared it may have removed it.");
    }
    return caller.isLoggedIn()
        ? new ProblemException(ErrorCode.NOT_FOUND, "There is no such video, or it is private.")
        : new UnauthorizedException();
  }

  /** Decides about an operation of the caller on a video. */
  AccessPolicy.Answer decide(Operation operation, Video video) {
    return decide(operation, video.id, video.asResource());
  }

  private AccessPolicy.Answer decide(Operation operation, String id, Resource video) {
    return AccessPolicy.decide(caller.toCaller(), operation, video, () -> shared.sharingOf(id));
  }

  private boolean isVisible(Video video) {
    return decide(Operation.WATCH, video).isAllowed();
  }

  /** A search for words reads all rows of an owner. */
  private <T> T inSlot(VideoFilter filter, Supplier<T> query) {
    return filter.criteria().words().isEmpty() ? query.get() : slots.run(query);
  }

  /** One more than the page has shows whether there is a next page. */
  private List<Video> findOneMoreThan(int pageSize, VideoFilter filter) {
    var limit = pageSize + 1;
    var scope = AccessPolicy.listScope(caller.toCaller());
    if (scope == ListScope.ALL) {
      return VideoQuery.find(filter, limit);
    }
    var includesOwn = scope == ListScope.PUBLIC_AND_OWN;
    var isOwn = caller.toCaller().owns(filter.owner());
    if (filter.trash()) {
      return includesOwn && (isOwn || filter.owner() == null)
          ? VideoQuery.find(filter.ownedBy(caller.getName()), limit)
          : List.of();
    }
    if (!includesOwn || filter.owner() != null && !isOwn) {
      return VideoQuery.find(filter.limitedToPublic(), limit);
    }
    var own = VideoQuery.find(filter.ownedBy(caller.getName()), limit);
    if (isOwn) {
      return own;
    }
    // Two reads, each in the order of an index, and a merge cost less than one read with a sort.
    return Stream.concat(own.stream(), VideoQuery.find(filter.limitedToPublic(), limit).stream())
        .collect(Collectors.toMap(video -> video.id, video -> video, (one, same) -> one))
        .values()
        .stream()
        .sorted(filter.isBackwards() ? NEWEST_FIRST.reversed() : NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  /** Words are also searched in file names, which are private. */
  private void requireOwner(VideoFilter filter) {
    if (filter.needsOwner()
        && (filter.owner() == null || !AccessPolicy.isManager(caller.toCaller(), filter.owner()))) {
      throw new IllegalArgumentException("Only lists of own videos can be searched and sorted");
    }
  }

  /**
   * One page of a listing.
   *
   * @param previous the cursor of the page before, for {@link VideoFilter#endingBefore}; null on
   *     the first page
   * @param next the cursor of the next page, for {@link VideoFilter#startingAfter}; null on the
   *     last page
   * @param isFirst whether the page begins with the first video
   */
  public record VideoPage(List<Video> videos, String previous, String next, boolean isFirst) {
    private static VideoPage of(List<Video> videos, VideoFilter filter, boolean hasMore) {
      var isFirst = filter.isFirstPage();
      if (videos.isEmpty()) {
        return new VideoPage(List.of(), null, null, isFirst);
      }
      var previous = VideoCursor.after(videos.get(0), filter.sort()).encoded();
      var next = VideoCursor.after(videos.get(videos.size() - 1), filter.sort()).encoded();
      return new VideoPage(
          List.copyOf(videos),
          isFirst ? null : previous,
          hasMore || filter.isBackwards() ? next : null,
          isFirst);
    }
  }

  /**
   * The videos in an account's trash.
   *
   * @param bytes the sum of their sizes
   */
  public record TrashSummary(long count, long bytes) {}
}
