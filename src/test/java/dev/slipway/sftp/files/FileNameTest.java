package dev.slipway.sftp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FileNameTest {
  private static final String ID = "abcdefghijklmnopqrstuvwxya";

  @Test
  void keepsOrdinaryNames() {
    for (var name : new String[] {"clip.mp4", "Ferien am Meer.MOV", "影片.mkv", "a (1).mp4"}) {
      assertThat(FileName.of(name, ID, true)).isEqualTo(name);
      var parsed = FileName.parse(name);
      assertThat(parsed.label()).isEqualTo(name);
      assertThat(parsed.id()).isEmpty();
    }
  }

  @Test
  void namesThatAreNotUniqueOrUnusableHaveTheId() {
    assertThat(FileName.of("clip.mp4", ID, false)).isEqualTo("clip (" + ID + ").mp4");
    assertThat(FileName.of("clip", ID, false)).isEqualTo("clip (" + ID + ")");
    assertThat(FileName.of("../etc/x.mp4", ID, true)).isEqualTo(".._etc_x (" + ID + ").mp4");
    for (var name : new String[] {".", "..", "clip (" + ID + ").mp4", " clip.mp4"}) {
      assertThat(FileName.of(name, ID, true)).contains(ID).doesNotContain("/");
      assertThat(FileName.parse(FileName.of(name, ID, true)).id()).contains(ID);
    }
  }

  @Test
  void composesCharactersThatClientsDecompose() {
    assertThat(FileName.parse("u\u0308bung.mp4").label()).isEqualTo("\u00fcbung.mp4");
    assertThatThrownBy(() -> FileName.parse("\u200e")).isInstanceOf(SftpStatusException.class);
  }

  @Test
  void pathsLeadToTheOnlyDirectory() {
    assertThat(FilePath.parse("").absolute()).isEqualTo("/");
    assertThat(FilePath.parse("/./../../.").absolute()).isEqualTo("/");
    assertThat(FilePath.parse("x/../clip.mp4").absolute()).isEqualTo("/clip.mp4");
    assertThatThrownBy(() -> FilePath.parse("/etc/passwd")).hasMessageContaining("no other");
    assertThatThrownBy(() -> FilePath.parse("/").requireFile()).hasMessageContaining("directory");
  }
}
