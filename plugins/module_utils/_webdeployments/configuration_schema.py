# Copyright (c) 2026, the genesys.cloud authors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to genesys.cloud: not an interface. It can change in any release.

"""Every field of a Web Deployments configuration: a line is an option, its documentation, check and spelling. Pure.

Source: the models ``web_deployment_configuration_version.py`` and below of Genesys' Python SDK 269, with the limits of
the Terraform provider 1.84.1. A test compares the API's schema with this table.
"""

from __future__ import annotations

from typing import Any

from .._core.fields import (
    Field,
    address,
    colour,
    flag,
    items,
    number,
    reference,
    section,
    settled,
    text,
    texts,
)
from .._core.json_values import same

SERVER_OWNED = (
    "id",
    "version",
    "status",
    "dateCreated",
    "dateModified",
    "datePublished",
    "createdUser",
    "publishedUser",
    "lastModifiedUser",
    "selfUri",
)
"""The keys that the service sets; reads have them, and writes never do."""

_ENABLED = "Whether it is on."
_SESSION = "The service accepts at most 18 months. Its default is three days (259200)."

_KNOWLEDGE_BASE = section(
    "knowledge_base",
    "The knowledge base with the answers.",
    reference("id", "Its id.", "knowledge_base"),
)

_IMAGE = section(
    "image",
    "The picture.",
    section("source", "The source of the picture.", address("default_url", "The address of the picture.")),
)


def _selector_events(name: str, description: str) -> Field:
    return items(
        name,
        description,
        text("selector", "The CSS selector of the elements.", required=True),
        text("event_name", "The name of the event.", required=True),
    )


_MESSENGER = section(
    "messenger",
    "The messenger in which people write.",
    flag("enabled", _ENABLED),
    section("styles", "The style of the messenger.", colour("primary_color", "The main colour.")),
    section(
        "launcher_button",
        "The button that opens the messenger.",
        text("visibility", "When to show the button.", "On", "Off", "OnDemand"),
        text("display_type", "The content of the button.", "IconAndText", "Icon", "Text"),
        section("icon", "The icon of the button.", text("url", "The address of the icon.")),
    ),
    section(
        "file_upload",
        "The files that people may send.",
        flag("enable_attachments", "Whether people can send files."),
        items(
            "modes",
            "The kinds of files, each with its maximum size.",
            texts("file_types", "MIME types, such as V(image/png), V(image/jpeg) and V(image/gif)."),
            number("max_file_size_kb", "The maximum size of a file, in kilobytes.", 0, 10240, api="maxFileSizeKB"),
        ),
    ),
    section(
        "apps",
        "The apps of the messenger.",
        section(
            "conversations",
            "Conversations with an agent or a bot.",
            flag("enabled", _ENABLED),
            flag("show_agent_typing_indicator", "Whether people see that an agent is typing."),
            flag("show_user_typing_indicator", "Whether agents see that a person is typing."),
            section("auto_start", "Start a conversation when the messenger opens.", flag("enabled", _ENABLED)),
            section("markdown", "Markdown in messages.", flag("enabled", _ENABLED)),
            section(
                "conversation_disconnect",
                "Show people that an agent has ended the conversation.",
                flag("enabled", _ENABLED),
                text("type", "Whether people can continue to write.", "Send", "ReadOnly"),
            ),
            section("conversation_clear", "Let people clear their conversation.", flag("enabled", _ENABLED)),
            section(
                "humanize",
                "A name and a picture for the bot.",
                flag("enabled", _ENABLED),
                section(
                    "bot",
                    "The bot's profile.",
                    text("name", "Its name."),
                    text("avatar_url", "The address of its picture."),
                ),
            ),
            section(
                "notifications",
                "Push notifications; they need the labels C(PushNotificationTitle) and C(PushNotificationBody).",
                flag("enabled", _ENABLED),
                text(
                    "notification_content_type",
                    "Whether a notification contains the message.",
                    "IncludeMessagesContent",
                    "ExcludeMessagesContent",
                ),
            ),
            number("session_duration_seconds", f"How long a session lasts, in seconds. {_SESSION}", 900),
        ),
        section("knowledge", "Articles of a knowledge base.", flag("enabled", _ENABLED), _KNOWLEDGE_BASE),
    ),
    section(
        "home_screen",
        "The first screen.",
        flag("enabled", _ENABLED),
        text("logo_url", "The address of the logo on it."),
    ),
    text(
        "session_persistence_type",
        "Whether a session continues across subdomains.",
        "AcrossSubdomains",
        "DomainOrSubdomainOnly",
    ),
)

_SUPPORT_CENTER = section(
    "support_center",
    "A page where people search the articles of a knowledge base.",
    flag("enabled", _ENABLED),
    _KNOWLEDGE_BASE,
    items(
        "custom_messages",
        "Texts that replace the default ones.",
        text("default_value", "The text.", required=True),
        text("type", "The text to replace.", "Welcome", "Fallback", required=True),
    ),
    text("router_type", "The form of the page's addresses.", "Hash", "Browser"),
    items(
        "screens",
        "The screens and their modules.",
        text("type", "The screen.", "Home", "Category", "SearchResults", "Article", required=True),
        items(
            "module_settings",
            "The modules on the screen, in their order.",
            text(
                "type",
                "The module.",
                "Search",
                "Categories",
                "FAQ",
                "Contact",
                "Results",
                "Article",
                "TopViewedArticles",
                required=True,
            ),
            flag("enabled", _ENABLED),
            section(
                "compact_category_module_template",
                "Categories as a compact list.",
                flag("active", "Whether to use this template."),
            ),
            section(
                "detailed_category_module_template",
                "Categories with their articles.",
                flag("active", "Whether to use this template."),
                section("sidebar", "The list at the side.", flag("enabled", _ENABLED)),
            ),
            required=True,
        ),
    ),
    items(
        "enabled_categories",
        "The categories of the knowledge base to show.",
        reference("id", "The category's id.", "knowledge_category", "knowledge_base"),
        _IMAGE,
    ),
    section(
        "label_filter",
        "Show only articles with these labels.",
        items(
            "labels",
            "The labels.",
            reference("id", "The label's id.", "knowledge_label", "knowledge_base"),
            unordered=True,
        ),
    ),
    section(
        "style_setting",
        "The style of the page.",
        section(
            "hero_style",
            "The top of the page.",
            colour("background_color", "The colour behind the text."),
            colour("text_color", "The colour of the text."),
            _IMAGE,
        ),
        section(
            "global_style",
            "The rest of the page.",
            colour("background_color", "The colour behind the text."),
            colour("primary_color", "The main colour."),
            colour("primary_color_dark", "A darker shade of the main colour."),
            colour("primary_color_light", "A lighter shade of the main colour."),
            colour("text_color", "The colour of the text."),
            text("font_family", "The font, as CSS names it."),
        ),
    ),
    section("feedback", "Let people rate articles.", flag("enabled", _ENABLED)),
)

_COBROWSE = section(
    "cobrowse",
    "Let agents look at the page together with the person.",
    flag("enabled", _ENABLED),
    flag("allow_agent_control", "Whether a person may give an agent control."),
    flag("allow_agent_navigation", "Whether an agent in control may follow links."),
    flag("allow_draw", "Whether an agent may draw on the page."),
    texts("mask_selectors", "CSS selectors of elements that agents must not see."),
    texts("channels", "The channels that can start co-browsing.", "Webmessaging", "Voice"),
    texts("readonly_selectors", "CSS selectors of elements that agents must not change."),
    items(
        "pause_criteria",
        "Pages on which co-browsing pauses.",
        text("url_fragment", "A part of the page's address.", required=True),
        text(
            "condition",
            "How to compare the page's address with C(url_fragment).",
            "Includes",
            "DoesNotInclude",
            "StartsWith",
            "EndsWith",
            "Equals",
            required=True,
        ),
    ),
)

_JOURNEY_EVENTS = section(
    "journey_events",
    "Track what people do on the site, as events of Predictive Engagement.",
    flag("enabled", _ENABLED),
    texts("excluded_query_parameters", "Has no effect any more; see O(journey_events.tracking_settings)."),
    flag("should_keep_url_fragment", "Has no effect any more; see O(journey_events.tracking_settings)."),
    texts("search_query_parameters", "Has no effect any more; see O(journey_events.tracking_settings)."),
    text("pageview_config", "When to track a page view.", "Auto", "Once", "Off"),
    _selector_events("click_events", "Events for clicks on elements."),
    items(
        "forms_track_events",
        "Events for forms that people submit or abandon.",
        text("selector", "The CSS selector of the form.", required=True),
        text("form_name", "The name of the form.", required=True),
        flag("capture_data_on_form_abandon", "Whether to keep the typed text of an abandoned form.", required=True),
        flag("capture_data_on_form_submit", "Whether to keep the typed text of a submitted form.", required=True),
    ),
    items(
        "idle_events",
        "Events for people who do nothing for a while.",
        text("event_name", "The name of the event.", required=True),
        number("idle_after_seconds", "The time without action, in seconds.", 30),
    ),
    _selector_events("in_viewport_events", "Events for elements that become visible."),
    items(
        "scroll_depth_events",
        "Events for people who scroll down the page.",
        text("event_name", "The name of the event.", required=True),
        number("percentage", "The depth, in percent of the page.", 0, 100, required=True),
    ),
    section(
        "tracking_settings",
        "Which parts of a page's address to keep.",
        flag("should_keep_url_fragment", "Whether to keep the part behind the C(#)."),
        texts("search_query_parameters", "Query parameters with search terms.", most_items=50),
        texts("excluded_query_parameters", "Query parameters to leave out.", most_items=50),
        items(
            "ip_filters",
            "IP addresses whose visits are not tracked.",
            text("ip_address", "The IP address, or a range of addresses.", required=True),
            text("name", "The name of the filter.", required=True),
            most_items=10,
        ),
    ),
)

_VIDEO = section(
    "video",
    "Video calls from the messenger.",
    flag("enabled", _ENABLED),
    texts("channels", "The channels that can start a video call, such as V(Webmessaging)."),
    section(
        "agent",
        "What an agent may use.",
        flag("allow_camera", "The camera."),
        flag("allow_screen_share", "Sharing the screen."),
        flag("allow_microphone", "The microphone."),
        text("background", "The background behind the agent.", "BLUR", "NONE", "IMAGE"),
        section("background_image", "The picture behind the agent.", text("url", "The address of the picture.")),
    ),
    section(
        "user",
        "What a person may use.",
        flag("allow_camera", "The camera."),
        flag("allow_screen_share", "Sharing the screen."),
        flag("allow_microphone", "The microphone."),
    ),
)

CONTENT: tuple[Field, ...] = (
    text("description", "The purpose of the configuration."),
    texts("languages", "The languages of the messenger, in lower case, such as V(en-us) and V(ja)."),
    text("default_language", "The language, from O(languages), for browsers that ask for none of them."),
    section("headless_mode", "Show no messenger, since the site has its own.", flag("enabled", _ENABLED)),
    items(
        "custom_i18n_labels",
        "Texts of the messenger that replace the default ones.",
        text("language", "The language of the texts."),
        items(
            "localized_labels",
            "The texts.",
            text(
                "key",
                "The text to replace.",
                "MessengerHomeHeaderTitle",
                "MessengerHomeHeaderSubTitle",
                "PushNotificationTitle",
                "PushNotificationBody",
                "MessengerLauncherButtonText",
                required=True,
            ),
            text("value", "The text.", required=True),
            unordered=True,
        ),
        unordered=True,
    ),
    section(
        "position",
        "The position of the messenger on the page.",
        text("alignment", "The side of the page.", "Auto", "Left", "Right"),
        number("side_space", "The distance from the side, in pixels."),
        number("bottom_space", "The distance from the bottom, in pixels."),
    ),
    _MESSENGER,
    _SUPPORT_CENTER,
    _COBROWSE,
    _JOURNEY_EVENTS,
    section(
        "authentication_settings",
        "Sessions of people who are signed in to the site.",
        flag("enabled", _ENABLED),
        reference("integration_id", "The id of the OpenID Connect integration.", "openid_connect_integration"),
        flag("allow_session_upgrade", "Whether a session continues when a person signs in."),
        needs="integrationId",
    ),
    _VIDEO,
)


def same_content(one: Any, other: Any) -> bool:
    """Return whether two contents mean the same: nulls, and the order of lists that have none, make no difference."""
    return same(settled(CONTENT, one), settled(CONTENT, other))
