urlpatterns: list = []
app_name = "desk"
