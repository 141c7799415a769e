package dev.slipway.account.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import dev.slipway.testing.ApplicationClasses;
import org.junit.jupiter.api.Test;

class SigningRateLimitedMethodsTest {
  /** A new method that signs URLs needs a row here, with the operation of its metric. */
  private static final String EXPECTED =
      """
      AttackResource.run ATTACK
      CaptionResource.read VIDEO
      EmbedPages.embed PAGE
      HlsResource.master VIDEO
      HlsResource.media VIDEO
      InspectionResource.inspect INSPECTION
      PosterPages.poster VIDEO
      PosterResource.sign VIDEO
      ShareForms.create SHARE
      SharePages.open SHARE
      SharePages.view SHARE
      ShareResource.create SHARE
      StoryboardResource.get VIDEO
      TrialResource.run TRIAL
      UploadResource.open UPLOAD
      UploadResource.sign RENEWAL
      UploadResource.signParts PARTS
      VideoPages.download VIDEO
      VideoPages.watch PAGE
      VideoResource.sign VIDEO
      """;

  @Test
  void everyMethodThatSignsUrlsIsLimited() {
    var limited =
        ApplicationClasses.ALL.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(SigningRateLimited.class))
            .map(SigningRateLimitedMethodsTest::nameWithOperation);

    assertThat(limited.sorted()).containsExactlyElementsOf(EXPECTED.lines().toList());
  }

  private static String nameWithOperation(JavaMethod method) {
    var operation = method.getAnnotationOfType(SigningRateLimited.class).value();
    return "%s.%s %s".formatted(method.getOwner().getSimpleName(), method.getName(), operation);
  }
}
