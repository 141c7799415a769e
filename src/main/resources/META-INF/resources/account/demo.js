const username = document.getElementById("username");
const password = document.getElementById("password");

// The passwords stand in the table beside the buttons, so filling one in gives nothing away.
for (const button of document.querySelectorAll("button[data-username]")) {
  button.addEventListener("click", () => {
    username.value = button.dataset.username;
    password.value = button.dataset.password;
    username.form.querySelector("button").focus();
  });
}
