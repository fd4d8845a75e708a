import account from "./account.json";
import admin from "./admin.json";
import annotate from "./annotate.json";
import projectPages from "./project-pages.json";
import research from "./research.json";
import sentences from "./sentences.json";
import settings from "./settings.json";
import shared from "./shared.json";

export default { account, admin, annotate, projectPages, research, sentences, settings, shared };
