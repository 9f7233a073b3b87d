// Lets WebKitWebDriver drive the released desktop program without any change to it.
//
// WebKitGTK only automates a web view that was made for automation, in a context that allows it.
// Loaded with LD_PRELOAD, this library takes the place of the one function by which the program
// makes its view, and makes the view that way. Nothing else about the program differs, and it has
// no effect unless a driver has started the program. webkit.mjs compiles it; preload.sh loads it.

#include <stdlib.h>
#include <webkit2/webkit2.h>

static GtkWidget *the_view;

// Only the program itself is wanted, not the processes that WebKit starts for it.
__attribute__((constructor)) static void loaded(void) { unsetenv("LD_PRELOAD"); }

// The driver asks for a window: it gets the one that the program has already opened.
static WebKitWebView *give_view(WebKitAutomationSession *session, gpointer data) {
  (void)session;
  (void)data;
  return WEBKIT_WEB_VIEW(the_view);
}

static void started(WebKitWebContext *context, WebKitAutomationSession *session, gpointer data) {
  (void)context;
  (void)data;
  WebKitApplicationInfo *info = webkit_application_info_new();
  webkit_application_info_set_name(info, "Gatehouse");
  webkit_application_info_set_version(info, 1, 0, 0);
  webkit_automation_session_set_application_info(session, info);
  webkit_application_info_unref(info);
  g_signal_connect(session, "create-web-view", G_CALLBACK(give_view), NULL);
}

GtkWidget *webkit_web_view_new_with_user_content_manager(WebKitUserContentManager *manager) {
  WebKitWebContext *context = webkit_web_context_get_default();
  webkit_web_context_set_automation_allowed(context, TRUE);
  g_signal_connect(context, "automation-started", G_CALLBACK(started), NULL);
  the_view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "user-content-manager", manager,
                          "is-controlled-by-automation", TRUE, NULL);
  return the_view;
}
