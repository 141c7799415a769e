package dev.slipway.catalogue.share;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.access.AccessPolicy.Operation;
import dev.slipway.catalogue.access.AccessPolicy.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds out whether a link may be used. It may as long as the account that created it may manage
 * the video; while that account is disabled or has a lesser role, the link rests.
 */
@ApplicationScoped
class SharingRights {
  private final Accounts accounts;
  private final ShareManagers managers;

  SharingRights(Accounts accounts, ShareManagers managers) {
    this.accounts = accounts;
    this.managers = managers;
  }

  @Transactional
  boolean permit(ShareLink link) {
    return accounts
        .findUsable(link.createdBy)
        .filter(creator -> creator.isAdmin() || mayManage(creator, link.videoId))
        .isPresent();
  }

  /**
   * Returns the ids of the links that may be used, in one query for their creators and one for the
   * videos. Those of unfinished uploads are left out.
   */
  @Transactional
  Set<String> findPermitted(Collection<ShareLink> links) {
    var creators =
        accounts.findUsable(links.stream().map(link -> link.createdBy).distinct().toList()).stream()
            .collect(Collectors.toMap(account -> account.name, Function.identity()));
    var videos = links.stream().map(link -> link.videoId).distinct().toList();
    var resources =
        Video.<Video>list("id in ?1", videos).stream()
            .collect(Collectors.toMap(Video::id, video -> Resource.managedOnly(video.owner())));
    return links.stream()
        .filter(
            link ->
                creators.containsKey(link.createdBy)
                    && resources.containsKey(link.videoId)
                    && mayManage(creators.get(link.createdBy), resources.get(link.videoId)))
        .map(link -> link.id)
        .collect(Collectors.toSet());
  }

  private boolean mayManage(Account creator, String videoId) {
    return managers.find(videoId).filter(found -> mayManage(creator, found)).isPresent();
  }

  private static boolean mayManage(Account creator, Resource resource) {
    var caller = new Caller(creator.name, creator.role());
    return AccessPolicy.decide(caller, Operation.MANAGE, resource).isAllowed();
  }
}
