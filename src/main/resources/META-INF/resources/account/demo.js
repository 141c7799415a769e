const username = document.getElementById("username");
const password = document.getElementById("password");

// The table shows the passwords beside the buttons anyway, so sending one reveals nothing.
for (const button of document.querySelectorAll("button[data-username]")) {
  button.addEventListener("click", () => {
    username.value = button.dataset.username;
    password.value = button.dataset.password;
    username.form.requestSubmit();
  });
}
