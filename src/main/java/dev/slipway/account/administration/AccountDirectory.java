package dev.slipway.account.administration;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Role;
import dev.slipway.account.administration.AccountView.RemovalView;
import dev.slipway.account.quota.Quotas;
import dev.slipway.web.KebabCase;
import dev.slipway.web.NativeQueries;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists accounts for administrators, with what each has stored. */
@ApplicationScoped
@Transactional
class AccountDirectory {
  private final EntityManager entities;
  private final Quotas quotas;
  private final Invitations invitations;

  AccountDirectory(EntityManager entities, Quotas quotas, Invitations invitations) {
    this.entities = entities;
    this.quotas = quotas;
    this.invitations = invitations;
  }

  /**
   * Which accounts to list; null fields select all.
   *
   * @param prefix the beginning of the name
   */
  record Filter(String prefix, Role role, AccountStatus status) {}

  /**
   * Returns a page of accounts in the order of their names.
   *
   * @param after the last name of the page before; null for the first page
   */
  Page<AccountView, String> find(Filter filter, String after, int size) {
    var parameters = new LinkedHashMap<String, Object>();
    var sql = query(filter, after, parameters);
    var query = NativeQueries.entities(entities, sql, Account.class, "a").setMaxResults(size + 1);
    parameters.forEach(query::setParameter);
    var page = Page.of(query.getResultList(), size, account -> account.name);
    return new Page<>(views(page.items()), page.next());
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  AccountView require(String name) {
    var account = Account.<Account>findByIdOptional(name).orElseThrow(Accounts::unknown);
    return views(List.of(account)).get(0);
  }

  /** Returns the limits of accounts for which none are set. */
  Quotas.Defaults quotaDefaults() {
    return quotas.defaults();
  }

  /** The comparison of bytes lets one index find the prefix and keep the order. */
  static String query(Filter filter, String after, Map<String, Object> parameters) {
    var conditions = new ArrayList<String>();
    if (filter.prefix() != null) {
      conditions.add("name collate \"C\" >= :prefix and name collate \"C\" < :prefixEnd");
      parameters.put("prefix", filter.prefix());
      // No name has a character beyond the tilde.
      parameters.put("prefixEnd", filter.prefix() + "~");
    }
    if (filter.role() != null) {
      conditions.add("role = :role");
      parameters.put("role", filter.role().name());
    }
    if (filter.status() != null) {
      conditions.add(filter.status().condition());
    }
    if (after != null) {
      conditions.add("name collate \"C\" > :after");
      parameters.put("after", after);
    }
    var where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    return "select {a.*} from account a" + where + " order by name collate \"C\"";
  }

  private List<AccountView> views(List<Account> accounts) {
    var names = accounts.stream().map(account -> account.name).toList();
    var usages = quotas.viewOf(accounts);
    var expiries = invitations.findExpiries(names);
    var removals =
        names.isEmpty()
            ? Map.<String, AccountRemoval>of()
            : AccountRemoval.<AccountRemoval>find("account in ?1", names).stream()
                .collect(Collectors.toMap(removal -> removal.account, Function.identity()));
    return accounts.stream()
        .map(
            account ->
                new AccountView(
                    account.name,
                    KebabCase.of(account.role()),
                    AccountStatus.of(account).lowerCaseName(),
                    account.isDemo(),
                    account.createdAt(),
                    account.lastLoginAt(),
                    account.quotaLimits(),
                    usages.get(account.name),
                    expiries.get(account.name),
                    toView(removals.get(account.name))))
        .toList();
  }

  private static RemovalView toView(AccountRemoval removal) {
    return removal == null
        ? null
        : new RemovalView(
            KebabCase.of(removal.videos),
            removal.newOwner,
            removal.requestedBy,
            removal.requestedAt,
            removal.changed,
            removal.finishedAt);
  }
}
