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
_SESSION = "The service takes 18 months at most, and has three days (259200) unless told otherwise."

_KNOWLEDGE_BASE = section(
    "knowledge_base",
    "The knowledge base that answers come from.",
    reference("id", "Its id."),
)

_IMAGE = section(
    "image",
    "Its picture.",
    section("source", "Where it comes from.", address("default_url", "The address of the picture.")),
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
    "The messenger that people write in.",
    flag("enabled", _ENABLED),
    section("styles", "How it looks.", colour("primary_color", "The main colour.")),
    section(
        "launcher_button",
        "The button that opens it.",
        text("visibility", "When the button shows.", "On", "Off", "OnDemand"),
        text("display_type", "What the button shows.", "IconAndText", "Icon", "Text"),
        section("icon", "Its icon.", text("url", "The address of the icon.")),
    ),
    section(
        "file_upload",
        "Which files people may send.",
        flag("enable_attachments", "Whether files can be sent at all."),
        items(
            "modes",
            "Kinds of files and how large each may be.",
            texts("file_types", "MIME types, such as V(image/png), V(image/jpeg) and V(image/gif)."),
            number("max_file_size_kb", "The largest file, in kilobytes.", 0, 10240, api="maxFileSizeKB"),
        ),
    ),
    section(
        "apps",
        "What the messenger offers.",
        section(
            "conversations",
            "Conversations with an agent or a bot.",
            flag("enabled", _ENABLED),
            flag("show_agent_typing_indicator", "Whether people see that an agent is typing."),
            flag("show_user_typing_indicator", "Whether agents see that a person is typing."),
            section("auto_start", "Begin a conversation when the messenger opens.", flag("enabled", _ENABLED)),
            section("markdown", "Markdown in messages.", flag("enabled", _ENABLED)),
            section(
                "conversation_disconnect",
                "What people see when an agent has ended the conversation.",
                flag("enabled", _ENABLED),
                text("type", "Whether they can go on writing.", "Send", "ReadOnly"),
            ),
            section("conversation_clear", "People can clear their conversation.", flag("enabled", _ENABLED)),
            section(
                "humanize",
                "A name and a face for the bot.",
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
                    "Whether a notification holds the message.",
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
        "Whether a session goes on across subdomains.",
        "AcrossSubdomains",
        "DomainOrSubdomainOnly",
    ),
)

_SUPPORT_CENTER = section(
    "support_center",
    "A page of articles to look things up in.",
    flag("enabled", _ENABLED),
    _KNOWLEDGE_BASE,
    items(
        "custom_messages",
        "Texts in place of the usual ones.",
        text("default_value", "The text.", required=True),
        text("type", "Which text it is.", "Welcome", "Fallback", required=True),
    ),
    text("router_type", "How the page's addresses are made.", "Hash", "Browser"),
    items(
        "screens",
        "The screens and what stands on each.",
        text("type", "Which screen it is.", "Home", "Category", "SearchResults", "Article", required=True),
        items(
            "module_settings",
            "The modules on it, in their order.",
            text(
                "type",
                "Which module it is.",
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
                flag("active", "Whether this template is the one in use."),
            ),
            section(
                "detailed_category_module_template",
                "Categories with their articles.",
                flag("active", "Whether this template is the one in use."),
                section("sidebar", "The list at the side.", flag("enabled", _ENABLED)),
            ),
            required=True,
        ),
    ),
    items(
        "enabled_categories",
        "The categories of the knowledge base that are shown.",
        reference("id", "The category's id."),
        _IMAGE,
    ),
    section(
        "label_filter",
        "Only articles with these labels are shown.",
        items("labels", "The labels.", reference("id", "The label's id."), unordered=True),
    ),
    section(
        "style_setting",
        "How the page looks.",
        section(
            "hero_style",
            "The top of the page.",
            colour("background_color", "Behind the text."),
            colour("text_color", "The text itself."),
            _IMAGE,
        ),
        section(
            "global_style",
            "The rest of it.",
            colour("background_color", "Behind the text."),
            colour("primary_color", "The main colour."),
            colour("primary_color_dark", "Its darker shade."),
            colour("primary_color_light", "Its lighter shade."),
            colour("text_color", "The text itself."),
            text("font_family", "The font, as CSS names it."),
        ),
    ),
    section("feedback", "People can rate articles.", flag("enabled", _ENABLED)),
)

_COBROWSE = section(
    "cobrowse",
    "Agents can look at the page together with the person.",
    flag("enabled", _ENABLED),
    flag("allow_agent_control", "Whether an agent may be given control."),
    flag("allow_agent_navigation", "Whether an agent in control may follow links."),
    flag("allow_draw", "Whether an agent may draw on the page."),
    texts("mask_selectors", "CSS selectors of what agents must not see."),
    texts("channels", "What it can be started from.", "Webmessaging", "Voice"),
    texts("readonly_selectors", "CSS selectors of what agents must not change."),
    items(
        "pause_criteria",
        "Pages on which it pauses.",
        text("url_fragment", "A part of the page's address.", required=True),
        text(
            "condition",
            "How the address is held against it.",
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
    "What people do on the site, as events of Predictive Engagement.",
    flag("enabled", _ENABLED),
    texts("excluded_query_parameters", "Has no effect any more; see O(journey_events.tracking_settings)."),
    flag("should_keep_url_fragment", "Has no effect any more; see O(journey_events.tracking_settings)."),
    texts("search_query_parameters", "Has no effect any more; see O(journey_events.tracking_settings)."),
    text("pageview_config", "When a page view is an event.", "Auto", "Once", "Off"),
    _selector_events("click_events", "Clicks on elements."),
    items(
        "forms_track_events",
        "Forms that are sent or left.",
        text("selector", "The CSS selector of the form.", required=True),
        text("form_name", "The name of the form.", required=True),
        flag("capture_data_on_form_abandon", "Whether what was typed is kept when the form is left.", required=True),
        flag("capture_data_on_form_submit", "Whether what was typed is kept when the form is sent.", required=True),
    ),
    items(
        "idle_events",
        "Nothing done for a while.",
        text("event_name", "The name of the event.", required=True),
        number("idle_after_seconds", "The while, in seconds.", 30),
    ),
    _selector_events("in_viewport_events", "Elements that come into sight."),
    items(
        "scroll_depth_events",
        "How far down the page.",
        text("event_name", "The name of the event.", required=True),
        number("percentage", "How far, in percent of the page.", 0, 100, required=True),
    ),
    section(
        "tracking_settings",
        "What of a page's address is kept.",
        flag("should_keep_url_fragment", "Whether the part behind the C(#) is kept."),
        texts("search_query_parameters", "Query parameters that hold what was searched for.", most_items=50),
        texts("excluded_query_parameters", "Query parameters that are left out.", most_items=50),
        items(
            "ip_filters",
            "Addresses whose visits are not tracked.",
            text("ip_address", "The address, or a range of them.", required=True),
            text("name", "What it is called.", required=True),
            most_items=10,
        ),
    ),
)

_VIDEO = section(
    "video",
    "Video calls from the messenger.",
    flag("enabled", _ENABLED),
    texts("channels", "What it can be started from, such as V(Webmessaging)."),
    section(
        "agent",
        "What the agent may use.",
        flag("allow_camera", "The camera."),
        flag("allow_screen_share", "Sharing the screen."),
        flag("allow_microphone", "The microphone."),
        text("background", "What is shown behind the agent.", "BLUR", "NONE", "IMAGE"),
        section("background_image", "The picture behind the agent.", text("url", "Its address.")),
    ),
    section(
        "user",
        "What the person may use.",
        flag("allow_camera", "The camera."),
        flag("allow_screen_share", "Sharing the screen."),
        flag("allow_microphone", "The microphone."),
    ),
)

CONTENT: tuple[Field, ...] = (
    text("description", "What the configuration is for."),
    texts("languages", "The languages of the messenger, in lower case, such as V(en-us) and V(ja)."),
    text("default_language", "The one of O(languages) that is used where a browser asks for none of them."),
    section("headless_mode", "No messenger is shown; the site brings its own.", flag("enabled", _ENABLED)),
    items(
        "custom_i18n_labels",
        "Texts of the messenger in place of the usual ones.",
        text("language", "The language of the texts."),
        items(
            "localized_labels",
            "The texts.",
            text(
                "key",
                "Which text it is.",
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
        "Where on the page the messenger stands.",
        text("alignment", "On which side.", "Auto", "Left", "Right"),
        number("side_space", "How far from the side, in pixels."),
        number("bottom_space", "How far from the bottom, in pixels."),
    ),
    _MESSENGER,
    _SUPPORT_CENTER,
    _COBROWSE,
    _JOURNEY_EVENTS,
    section(
        "authentication_settings",
        "People who are signed in to the site.",
        flag("enabled", _ENABLED),
        reference("integration_id", "The id of the OpenID Connect integration."),
        flag("allow_session_upgrade", "Whether a session can go on when someone signs in."),
        needs="integrationId",
    ),
    _VIDEO,
)


def same_content(one: Any, other: Any) -> bool:
    """Return whether two contents mean the same: nulls, and the order of lists that have none, make no difference."""
    return same(settled(CONTENT, one), settled(CONTENT, other))
