package dev.slipway.catalogue.access;

import dev.slipway.account.Caller;
import dev.slipway.account.Role;
import java.util.function.Supplier;

/**
 * Decides who may do what with a video, an upload or another thing that belongs to an account. All
 * endpoints, pages, live changes and queries ask these functions; nothing else compares owners.
 */
public final class AccessPolicy {
  private AccessPolicy() {}

  /** An operation that a caller requests on a resource. */
  public enum Operation {
    /** Find it in lists. */
    LIST,
    /** See that it exists and what is public about it, and play it if it can be played. */
    WATCH,
    /** Get its file. */
    DOWNLOAD,
    /** See what only its managers may know, such as file name, location and hash. */
    SEE_PRIVATE_FIELDS,
    /** Change, share or delete it. */
    MANAGE
  }

  /** The decision about a request. */
  public enum Answer {
    ALLOWED,
    /** 401, or the login page. */
    LOG_IN,
    /** 404: whether the resource exists is none of the caller's business. */
    NOT_FOUND,
    /** 403: the caller may know of the resource, but not do this. */
    FORBIDDEN;

    public boolean isAllowed() {
      return this == ALLOWED;
    }
  }

  /** The access that a share link gives to a caller who has opened it. */
  public enum Sharing {
    NONE,
    WATCH,
    DOWNLOAD
  }

  /** Which videos the lists of a caller contain. */
  public enum ListScope {
    ALL,
    PUBLIC_AND_OWN,
    PUBLIC
  }

  /**
   * The facts that decide about access to something.
   *
   * @param owner the account's name; null if nobody owns it
   * @param watchable whether others may watch it as its visibility says. It isn't while it is
   *     processed, rejected, missing, in the trash or deleted
   */
  public record Resource(String owner, Visibility visibility, boolean watchable) {
    /** Something that concerns only its owner and administrators, such as an upload. */
    public static Resource managedOnly(String owner) {
      return new Resource(owner, Visibility.PRIVATE, false);
    }
  }

  /** Decides without a share link. */
  public static Answer decide(Caller caller, Operation operation, Resource resource) {
    return decide(caller, operation, resource, () -> Sharing.NONE);
  }

  /**
   * Decides about one operation.
   *
   * @param sharing is called only if a share link makes a difference
   */
  public static Answer decide(
      Caller caller, Operation operation, Resource resource, Supplier<Sharing> sharing) {
    return switch (operation) {
      case LIST -> list(caller, resource);
      case WATCH -> watch(caller, resource, sharing);
      case DOWNLOAD -> download(caller, resource, sharing);
      case SEE_PRIVATE_FIELDS ->
          isManager(caller, resource.owner())
              ? Answer.ALLOWED
              : refuse(watch(caller, resource, sharing));
      case MANAGE -> manage(caller, resource, sharing);
    };
  }

  /** Whether the caller may see what only managers may know of something with this owner. */
  public static boolean isManager(Caller caller, String owner) {
    return caller.hasRole(Role.ADMIN) || caller.owns(owner);
  }

  /** Whether the caller may watch a video with a share link only. */
  public static boolean needsShareLink(Caller caller, Resource resource) {
    return !isManager(caller, resource.owner()) && resource.visibility() == Visibility.PRIVATE;
  }

  /** Which videos the lists of the caller contain, as {@link Operation#LIST} decides for each. */
  public static ListScope listScope(Caller caller) {
    if (caller.hasRole(Role.ADMIN)) {
      return ListScope.ALL;
    }
    return caller.hasRole(Role.CREATOR) ? ListScope.PUBLIC_AND_OWN : ListScope.PUBLIC;
  }

  private static Answer list(Caller caller, Resource resource) {
    var isListed =
        switch (listScope(caller)) {
          case ALL -> true;
          case PUBLIC_AND_OWN -> isPublic(resource) || caller.owns(resource.owner());
          case PUBLIC -> isPublic(resource);
        };
    return isListed ? Answer.ALLOWED : Answer.NOT_FOUND;
  }

  private static boolean isPublic(Resource resource) {
    return resource.watchable() && resource.visibility() == Visibility.PUBLIC;
  }

  private static Answer watch(Caller caller, Resource resource, Supplier<Sharing> sharing) {
    if (isManager(caller, resource.owner())) {
      return Answer.ALLOWED;
    }
    if (resource.watchable()
        && (resource.visibility() != Visibility.PRIVATE || sharing.get() != Sharing.NONE)) {
      return Answer.ALLOWED;
    }
    // A visitor who has opened a link needs no login to learn that the video isn't available.
    return caller.isLoggedIn() || sharing.get() != Sharing.NONE ? Answer.NOT_FOUND : Answer.LOG_IN;
  }

  private static Answer download(Caller caller, Resource resource, Supplier<Sharing> sharing) {
    var watching = watch(caller, resource, sharing);
    return watching.isAllowed()
            && needsShareLink(caller, resource)
            && sharing.get() != Sharing.DOWNLOAD
        ? Answer.FORBIDDEN
        : watching;
  }

  private static Answer manage(Caller caller, Resource resource, Supplier<Sharing> sharing) {
    if (!caller.isLoggedIn()) {
      return Answer.LOG_IN;
    }
    return caller.hasRole(Role.CREATOR) && isManager(caller, resource.owner())
        ? Answer.ALLOWED
        : refuse(watch(caller, resource, sharing));
  }

  /** Says that something is forbidden only if the caller may know that it exists. */
  private static Answer refuse(Answer watching) {
    return watching.isAllowed() ? Answer.FORBIDDEN : watching;
  }
}
