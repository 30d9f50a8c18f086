# Generated from the method table by `swift run contactdesk-describe`;
# edit the methods, not this file.
"""A typed function for each method of the protocol."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional, Union, cast

from . import types
from ._caller import UNSET, Caller, Unset, given


class Methods(Caller):
    """The methods of the protocol, each as a function.

    All params go by name. `None` is as good as leaving a param out, save where its text says what
    `None` means. `timeout` is in seconds; left out, it is the desk's own. Beside the errors that
    they name, all raise `DeskTimeout` and `DeskClosed`.
    """

    def system_hello(
        self,
        *,
        client: Optional[types.ClientInput] = None,
        agent: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.SystemHelloResult:
        """Opens a session: the client says who it is and for which agent it calls.

        Optional. `agent` counts only where the process was started without `--agent`; it never
        raises the role that the process was started with. An agent whom the desk does not know
        is recorded, unless the process serves viewers. If the name of a known agent is another
        one than the desk has, it is taken with the first change they make; not if an admin has
        set one (`agent_define`, `agent_update`): then it is ignored, and `warnings` says so.

        Raises `InvalidParams`, `InvalidValue` and `Storage`.

        - `client`: The program that calls.
        - `agent`: The agent, as `--agent` takes it: `ID` or `ID:NAME`; the id is 1 to 64 of A-Z a-z
            0-9 . _ -; a new one does not end in a dot.
        """
        return cast(types.SystemHelloResult, self.call("system.hello", given({
            "client": client,
            "agent": agent,
        }), timeout))

    def system_info(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.SystemInfoResult:
        """Tells the versions, the limits, the caller and the store.

        Raises `InvalidParams`.
        """
        return cast(types.SystemInfoResult, self.call("system.info", {}, timeout))

    def system_ping(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.SystemPingResult:
        """Answers with an empty object: the process is alive and has answered all before.

        Raises `InvalidParams`.
        """
        return cast(types.SystemPingResult, self.call("system.ping", {}, timeout))

    def system_shutdown(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.SystemShutdownResult:
        """Answers, then ends the process with exit code 0, whatever else was sent.

        Every line before it is answered; nothing behind it is executed, be it in the same batch.
        (The end of stdin ends the process just as well.)

        Raises `InvalidParams`.
        """
        return cast(types.SystemShutdownResult, self.call("system.shutdown", {}, timeout))

    def rpc_discover(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> dict[str, Any]:
        """Returns the OpenRPC document of this protocol.

        Raises `InvalidParams`.
        """
        return cast("dict[str, Any]", self.call("rpc.discover", {}, timeout))

    def contact_create(
        self,
        *,
        name: Optional[str] = None,
        identities: Optional[Sequence[types.IdentityInput]] = None,
        attributes: Optional[Mapping[str, Union[str, float, bool, Sequence[str]]]] = None,
        labels: Optional[Sequence[str]] = None,
        timeout: Optional[float] = None,
    ) -> types.ContactCreateResult:
        """Makes a contact, with a name or at least one identity.

        All or nothing. An identity (`network`, `externalId`) belongs to one contact only,
        however the id is spelled: taken, it is refused with the id of the one who has it. Labels
        given twice count once.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `AlreadyExists` and `Storage`.

        - `name`: The name. Needed where there is no identity.
        - `identities`: The contact on networks.
        - `attributes`: Attribute values by key.
        - `labels`: The team's labels.
        """
        return cast(types.ContactCreateResult, self.call("contact.create", given({
            "name": name,
            "identities": identities,
            "attributes": attributes,
            "labels": labels,
        }), timeout))

    def contact_update(
        self,
        *,
        contact_id: str,
        name: Union[str, None, Unset] = UNSET,
        labels: Optional[Sequence[str]] = None,
        blocked: Optional[bool] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ContactUpdateResult:
        """Changes name, labels or blocked of a contact; what is left out stays.

        `name` None removes the name, which only a contact with an identity can be without.
        `labels` takes the place of all labels there are; given twice, one counts once. What a
        blocked contact writes is still recorded.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict`, `WrongState` and `Storage`.

        - `contact_id`: The contact.
        - `name`: The name; None removes it.
        - `labels`: The team's labels, all of them.
        - `blocked`: True where the team wants to hear no more.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ContactUpdateResult, self.call("contact.update", given({
            "contactId": contact_id,
            "name": name,
            "labels": labels,
            "blocked": blocked,
            "ifVersion": if_version,
        }, "name"), timeout))

    def contact_add_identity(
        self,
        *,
        contact_id: str,
        network: types.NetworkName,
        external_id: str,
        handle: Optional[str] = None,
        display_name: Optional[str] = None,
        picture_url: Optional[str] = None,
        profile_url: Optional[str] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ContactAddIdentityResult:
        """Says who a contact is on a network: what they write there is theirs from now on.

        An identity (`network`, `external_id`) belongs to one contact only, however the id is
        spelled: taken, it is refused with the id of the one who has it. One that this contact
        has already takes over what is told, without an event; what is not told stays. One that
        was taken away from this contact is the same as before: what it wrote is its own.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict`,
        `AlreadyExists`, `LimitExceeded` and `Storage`.

        - `contact_id`: The contact.
        - `network`: The network.
        - `external_id`: The network's own id of the person.
        - `handle`: The name in the network's addresses, such as `mira.k`.
        - `display_name`: The name that the person shows there.
        - `picture_url`: The address of the picture (http or https).
        - `profile_url`: The address of the profile; where left out it is made from the handle or
            the id.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ContactAddIdentityResult, self.call("contact.addIdentity", given({
            "contactId": contact_id,
            "network": network,
            "externalId": external_id,
            "handle": handle,
            "displayName": display_name,
            "pictureUrl": picture_url,
            "profileUrl": profile_url,
            "ifVersion": if_version,
        }), timeout))

    def contact_remove_identity(
        self,
        *,
        contact_id: str,
        network: types.NetworkName,
        external_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ContactRemoveIdentityResult:
        """Takes an identity of a contact away, and with it the values that its network told.

        What was written as that identity stays in the history of this contact, with its author.
        What it writes from now on is a new contact's, or theirs to whom the identity is added.
        The last identity of a nameless contact stays.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `WrongState` and
        `Storage`.

        - `contact_id`: The contact.
        - `network`: The network.
        - `external_id`: The network's own id of the person.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ContactRemoveIdentityResult, self.call("contact.removeIdentity", given({
            "contactId": contact_id,
            "network": network,
            "externalId": external_id,
            "ifVersion": if_version,
        }), timeout))

    def contact_list(
        self,
        *,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.ContactListResult:
        """Lists all contacts in summary, by the number of their id.

        Raises `InvalidParams` and `LimitExceeded`.

        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.ContactListResult, self.call("contact.list", given({
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def contact_list_all(
        self,
        *,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.ContactSummary]:
        """All contacts of all pages of `contact_list`; asks for a page when the one before is used
        up.

        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("contact.list", "contacts", given({
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.ContactSummary]", pages)

    def contact_search(
        self,
        *,
        text: Optional[str] = None,
        where: Optional[types.SearchConditions] = None,
        vip: Optional[bool] = None,
        validated: Optional[bool] = None,
        blocked: Optional[bool] = None,
        network: Optional[types.NetworkName] = None,
        label: Optional[str] = None,
        sort: Optional[types.ContactSearchSort] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.ContactSearchResult:
        """Finds contacts by words, parts of telephone numbers, marks and conditions.

        Contacts must meet every param; without params, all are listed. Each word of `text`
        begins a word of the name, a handle, a display name, a label, an id on a network or a
        value that the card shows, ignoring case and diacritics. A `text` of digits and telephone
        punctuation is also the beginning or the end of a telephone number. `matched` says where
        the first word was found. `sort`: `id`, by number; `name`, by name in the same form,
        contacts without one last, ties by id; `updatedAt`, who changed last first, ties by id. A
        contact that stays in its place is on exactly one page; one that moves is listed at most
        once a place. Where few match, a page may close before it is full, or be empty, with a
        `nextCursor`.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `NotFound` and `Forbidden`.

        - `text`: Words, or a part of a telephone number; not blank.
        - `where`: Conditions on attributes.
        - `vip`: Only VIPs, or only others.
        - `validated`: Only those whom the CRM knows, or only others.
        - `blocked`: Only those who are blocked, or only others.
        - `network`: Only those who are on this network.
        - `label`: Only those who have this label, to the letter.
        - `sort`: In which order; `id` where left out.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.ContactSearchResult, self.call("contact.search", given({
            "text": text,
            "where": where,
            "vip": vip,
            "validated": validated,
            "blocked": blocked,
            "network": network,
            "label": label,
            "sort": sort,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def contact_search_all(
        self,
        *,
        text: Optional[str] = None,
        where: Optional[types.SearchConditions] = None,
        vip: Optional[bool] = None,
        validated: Optional[bool] = None,
        blocked: Optional[bool] = None,
        network: Optional[types.NetworkName] = None,
        label: Optional[str] = None,
        sort: Optional[types.ContactSearchSort] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.FoundContact]:
        """All contacts of all pages of `contact_search`; asks for a page when the one before is
        used up.

        - `text`: Words, or a part of a telephone number; not blank.
        - `where`: Conditions on attributes.
        - `vip`: Only VIPs, or only others.
        - `validated`: Only those whom the CRM knows, or only others.
        - `blocked`: Only those who are blocked, or only others.
        - `network`: Only those who are on this network.
        - `label`: Only those who have this label, to the letter.
        - `sort`: In which order; `id` where left out.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("contact.search", "contacts", given({
            "text": text,
            "where": where,
            "vip": vip,
            "validated": validated,
            "blocked": blocked,
            "network": network,
            "label": label,
            "sort": sort,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.FoundContact]", pages)

    def message_record(
        self,
        *,
        channel: Optional[str] = None,
        direction: types.Direction,
        from_: Optional[types.Sender] = None,
        conversation_id: Optional[str] = None,
        text: Optional[str] = None,
        attachments: Optional[Sequence[types.AttachmentInput]] = None,
        at: Optional[str] = None,
        external_id: Optional[str] = None,
        imported: Optional[bool] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.MessageRecordResult:
        """Records a message that came in or went out, and makes contact and conversation where they
        are new.

        Takes exactly one of `from_` (with `channel`; inbound only) and `conversation_id`. An
        inbound message `from_` somebody lands in their latest unresolved conversation on the
        channel, else in the latest, which it reopens, else in a new one. Inbound makes a
        conversation `new`, outbound `pending`. A message is never refused for its sender's
        profile or its decoration. What cannot be taken of them is left out or cut and named in
        `warnings`: blank, long and malformed names, handles and URLs, values that their
        attribute refuses, attachments without a sound URL or beyond the limit (of more than
        1,000, the rest is not looked at), a text beyond its limit, a channel's id beyond its
        limit, a time that is none or more than a day ahead of the clock (recorded as now), and
        half a surrogate pair (U+FFFD). Refused are a bad `from.externalId`, an unknown channel
        or conversation, wrong JSON types, and a message with neither text nor attachments.
        Recording a message again changes nothing and returns the first, whatever `if_version`:
        one with the same `external_id` on the same channel and, with `from_`, of the same
        person; with `conversation_id`, of the same direction in the same conversation. Networks
        number the messages of each person or chat anew: another person's message with the same
        id is another message. A new contact takes the display name as its name; so does a
        contact without a name when a network first gives one. `imported` brings in old mail: the
        message goes into the history only. Status, `waitingSince`, the network that the card
        shows and the queue stay as they are, and so does what is known of a known sender. A
        conversation that it makes is `resolved`. An imported message counts as recorded: the
        same `external_id` live changes nothing any more.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `channel`: The channel it came in on. Needed with `from_`.
        - `direction`: `inbound`: from the contact.
        - `from_`: Who wrote it, as the network tells.
        - `conversation_id`: The conversation it belongs to.
        - `text`: The text. Empty or left out only with attachments.
        - `attachments`: Files that came with it.
        - `at`: When it was written; left out: now.
        - `external_id`: The channel's own id of it, unique per person or conversation.
        - `imported`: True: an old message, for the history only. False where left out.
        - `if_version`: With `conversation_id`: the conversation's version as it was read; refused
            if it has moved since.
        """
        return cast(types.MessageRecordResult, self.call("message.record", given({
            "channel": channel,
            "direction": direction,
            "from": from_,
            "conversationId": conversation_id,
            "text": text,
            "attachments": attachments,
            "at": at,
            "externalId": external_id,
            "imported": imported,
            "ifVersion": if_version,
        }), timeout))

    def card_get(
        self,
        *,
        contact_id: Optional[str] = None,
        conversation_id: Optional[str] = None,
        network: Optional[types.NetworkName] = None,
        external_id: Optional[str] = None,
        handle: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.Card:
        """Returns the card of a contact: all that the panel beside a conversation shows.

        Name the contact by `contact_id`, by `conversation_id`, by `network` and `external_id`,
        or by `network` and `handle` (the one who was seen with that handle last), however the
        two are spelled. With `contact_id`, `conversation_id` says which conversation the card is
        seen from: handle, picture, network and channel values are those of the identity behind
        it. A conversation of a contact that is linked to this one (`linked`) brings the card of
        that contact.

        Raises `InvalidParams` and `NotFound`.

        - `contact_id`: The contact.
        - `conversation_id`: The conversation that the card is seen from.
        - `network`: The network of `external_id` or `handle`.
        - `external_id`: The network's own id of the person.
        - `handle`: The name in the network's addresses.
        """
        return cast(types.Card, self.call("card.get", given({
            "contactId": contact_id,
            "conversationId": conversation_id,
            "network": network,
            "externalId": external_id,
            "handle": handle,
        }), timeout))

    def card_get_many(
        self,
        *,
        contact_ids: Sequence[str],
        timeout: Optional[float] = None,
    ) -> types.CardGetManyResult:
        """Returns the cards of several contacts, in the order of the ids.

        An id given twice counts once; one that names nobody comes back in `notFound`. Cards
        beyond about 1 MiB are not in the reply: their ids come back in `remaining`, to be asked
        for again.

        Raises `InvalidParams` and `LimitExceeded`.

        - `contact_ids`: The contacts; at most 100.
        """
        return cast(types.CardGetManyResult, self.call("card.getMany", given({
            "contactIds": contact_ids,
        }), timeout))

    def attribute_edit(
        self,
        *,
        contact_id: str,
        set: Optional[Mapping[str, Union[str, float, bool, Sequence[str]]]] = None,
        clear: Optional[Sequence[str]] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.AttributeEditResult:
        """Sets and clears attribute values of a contact, all or nothing.

        Values are validated and normalised by the format of the attribute. Setting what is set
        already and clearing what is empty change nothing. A value that an agent set goes before
        one that a channel told; what a channel told cannot be cleared, only covered.

        Raises `InvalidParams`, `LimitExceeded`, `Forbidden`, `NotFound`, `VersionConflict`,
        `InvalidValue` and `Storage`.

        - `contact_id`: The contact.
        - `set`: New values by key.
        - `clear`: Keys whose values to remove.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.AttributeEditResult, self.call("attribute.edit", given({
            "contactId": contact_id,
            "set": set,
            "clear": clear,
            "ifVersion": if_version,
        }), timeout))

    def schema_list(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.SchemaListResult:
        """Lists the definitions of all attributes, disabled ones too, in the admin's order.

        Raises `InvalidParams`.
        """
        return cast(types.SchemaListResult, self.call("schema.list", {}, timeout))

    def schema_define(
        self,
        *,
        key: str,
        label: str,
        format: types.AttributeFormat,
        options: Optional[Sequence[str]] = None,
        enabled: Optional[bool] = None,
        lookup: Optional[bool] = None,
        crm_managed: Optional[bool] = None,
        agent_editable: Optional[bool] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.SchemaDefineResult:
        """Defines a custom attribute, last in order.

        No two keys differ in case alone. A key that was removed and is defined again is a new
        attribute: old values do not come back. `options` belong to the formats `choice` and
        `choices`, which need them; those of all attributes together have at most 1 MiB (UTF-8).

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `VersionConflict`,
        `AlreadyExists` and `Storage`.

        - `key`: The key: 1 to 64 letters, digits and `_` of ASCII.
        - `label`: The name to show.
        - `format`: What a value looks like.
        - `options`: The options of a `choice` or `choices` attribute.
        - `enabled`: False: hidden at first. True where left out.
        - `lookup`: True: sent to the CRM when it looks a contact up. False where left out.
        - `crm_managed`: True: the CRM keeps the values, nobody edits them. False where left out.
        - `agent_editable`: False: only admins edit the values. True where left out.
        - `if_version`: The schema's `version` as the caller read it (`schema_list`): refused (1002)
            if it has moved since.
        """
        return cast(types.SchemaDefineResult, self.call("schema.define", given({
            "key": key,
            "label": label,
            "format": format,
            "options": options,
            "enabled": enabled,
            "lookup": lookup,
            "crmManaged": crm_managed,
            "agentEditable": agent_editable,
            "ifVersion": if_version,
        }), timeout))

    def schema_update(
        self,
        *,
        key: str,
        label: Optional[str] = None,
        format: Optional[types.AttributeFormat] = None,
        options: Optional[Sequence[str]] = None,
        enabled: Optional[bool] = None,
        lookup: Optional[bool] = None,
        crm_managed: Optional[bool] = None,
        agent_editable: Optional[bool] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.SchemaUpdateResult:
        """Changes the definition of an attribute; what is left out stays.

        Disabling hides the attribute and keeps its values. While values exist, the format is
        frozen, and options may be added and moved but not taken away. A format without options
        drops them. Of an attribute that is there from the start, format, options and
        `crm_managed` stay; of one that the network fills, `agent_editable` too.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict`, `InUse` and `Storage`.

        - `key`: The attribute.
        - `label`: The name to show.
        - `format`: What a value looks like.
        - `options`: The options of a `choice` or `choices` attribute, all of them.
        - `enabled`: False hides it and keeps the values.
        - `lookup`: True: sent to the CRM when it looks a contact up.
        - `crm_managed`: True: the CRM keeps the values, nobody edits them.
        - `agent_editable`: False: only admins edit the values.
        - `if_version`: The schema's `version` as the caller read it (`schema_list`): refused (1002)
            if it has moved since.
        """
        return cast(types.SchemaUpdateResult, self.call("schema.update", given({
            "key": key,
            "label": label,
            "format": format,
            "options": options,
            "enabled": enabled,
            "lookup": lookup,
            "crmManaged": crm_managed,
            "agentEditable": agent_editable,
            "ifVersion": if_version,
        }), timeout))

    def schema_reorder(
        self,
        *,
        keys: Sequence[str],
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.SchemaReorderResult:
        """Puts attributes first, in the order of the keys; those not named follow as they were.

        Raises `InvalidParams`, `LimitExceeded`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `keys`: The keys of the attributes to come first.
        - `if_version`: The schema's `version` as the caller read it (`schema_list`): refused (1002)
            if it has moved since.
        """
        return cast(types.SchemaReorderResult, self.call("schema.reorder", given({
            "keys": keys,
            "ifVersion": if_version,
        }), timeout))

    def schema_remove(
        self,
        *,
        key: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.SchemaRemoveResult:
        """Removes a custom attribute, and with it its values.

        For good: defined again, the key is a new attribute without values. To hide an attribute
        and keep its values, disable it (`schema_update`); those that are there from the start
        can only be disabled. One that a setting names (`settings_set`) or a group looks at
        (`group_define`) stays.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `InUse` and
        `Storage`.

        - `key`: The attribute.
        - `if_version`: The schema's `version` as the caller read it (`schema_list`): refused (1002)
            if it has moved since.
        """
        return cast(types.SchemaRemoveResult, self.call("schema.remove", given({
            "key": key,
            "ifVersion": if_version,
        }), timeout))

    def vip_promote(
        self,
        *,
        contact_id: str,
        reason: Optional[str] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.VipPromoteResult:
        """Makes a contact a VIP.

        Promoting a VIP again changes nothing: who, when and why stay as they were. Refused while
        the desk has no VIPs (`settings_set`).

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `contact_id`: The contact.
        - `reason`: Why.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.VipPromoteResult, self.call("vip.promote", given({
            "contactId": contact_id,
            "reason": reason,
            "ifVersion": if_version,
        }), timeout))

    def vip_demote(
        self,
        *,
        contact_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.VipDemoteResult:
        """Takes the VIP mark of a contact back.

        Demoting a contact who is no VIP changes nothing. Refused while the desk has no VIPs
        (`settings_set`).

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict` and `Storage`.

        - `contact_id`: The contact.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.VipDemoteResult, self.call("vip.demote", given({
            "contactId": contact_id,
            "ifVersion": if_version,
        }), timeout))

    def note_add(
        self,
        *,
        conversation_id: Optional[str] = None,
        contact_id: Optional[str] = None,
        text: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.NoteAddResult:
        """Adds a note to a conversation or to a contact.

        Takes exactly one of `conversation_id` and `contact_id`. The version of neither moves: a
        note has its own.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `conversation_id`: The conversation that the note stands on.
        - `contact_id`: The contact that the note is about.
        - `text`: The text; `@id` mentions the agent of that id.
        - `if_version`: The version of the conversation or contact as it was read: refused if it has
            moved since.
        """
        return cast(types.NoteAddResult, self.call("note.add", given({
            "conversationId": conversation_id,
            "contactId": contact_id,
            "text": text,
            "ifVersion": if_version,
        }), timeout))

    def note_edit(
        self,
        *,
        note_id: str,
        text: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.NoteEditResult:
        """Gives a note another text.

        Any agent may edit any note: author and place stay, `editedBy` and `editedAt` say who and
        when. The same text again changes nothing.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `note_id`: The note.
        - `text`: The text; `@id` mentions the agent of that id.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.NoteEditResult, self.call("note.edit", given({
            "noteId": note_id,
            "text": text,
            "ifVersion": if_version,
        }), timeout))

    def note_list(
        self,
        *,
        conversation_id: Optional[str] = None,
        contact_id: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.NoteListResult:
        """Lists the notes of a conversation, or of a contact with those on the conversations;
        newest first.

        Takes exactly one of `conversation_id` and `contact_id`. Ordered by time, ties by the
        order of being written; an edit moves no note.

        Raises `InvalidParams`, `LimitExceeded` and `NotFound`.

        - `conversation_id`: The conversation that the notes stand on.
        - `contact_id`: The contact that the notes are about.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.NoteListResult, self.call("note.list", given({
            "conversationId": conversation_id,
            "contactId": contact_id,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def note_list_all(
        self,
        *,
        conversation_id: Optional[str] = None,
        contact_id: Optional[str] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.Note]:
        """All notes of all pages of `note_list`; asks for a page when the one before is used up.

        - `conversation_id`: The conversation that the notes stand on.
        - `contact_id`: The contact that the notes are about.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("note.list", "notes", given({
            "conversationId": conversation_id,
            "contactId": contact_id,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.Note]", pages)

    def note_remove(
        self,
        *,
        note_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.NoteRemoveResult:
        """Removes a note.

        Any agent may remove any note. Its id is never used again.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict` and `Storage`.

        - `note_id`: The note.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.NoteRemoveResult, self.call("note.remove", given({
            "noteId": note_id,
            "ifVersion": if_version,
        }), timeout))

    def conversation_open(
        self,
        *,
        contact_id: str,
        channel: str,
        topics: Optional[Sequence[str]] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ConversationOpenResult:
        """Opens a conversation with a contact on a channel, by hand.

        (An inbound message opens its own.) It starts `pending`: nobody waits. A contact may have
        several open ones on a channel. Topics given twice count once.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict` and `Storage`.

        - `contact_id`: The contact.
        - `channel`: The channel's id, such as `whatsapp`.
        - `topics`: What it is about.
        - `if_version`: The contact's `version` as the caller read it: refused (1002) if it has
            moved since.
        """
        return cast(types.ConversationOpenResult, self.call("conversation.open", given({
            "contactId": contact_id,
            "channel": channel,
            "topics": topics,
            "ifVersion": if_version,
        }), timeout))

    def conversation_get(
        self,
        *,
        conversation_id: str,
        timeout: Optional[float] = None,
    ) -> types.Conversation:
        """Returns a conversation: where it stands, who works on it, since when somebody waits.

        What was said in it: `history_read` with `scope` `conversation`.

        Raises `InvalidParams` and `NotFound`.

        - `conversation_id`: The conversation.
        """
        return cast(types.Conversation, self.call("conversation.get", given({
            "conversationId": conversation_id,
        }), timeout))

    def conversation_list(
        self,
        *,
        contact_id: Optional[str] = None,
        status: Optional[types.ConversationStatus] = None,
        channel: Optional[str] = None,
        assignee: Union[str, None, Unset] = UNSET,
        sort: Optional[types.ConversationListSort] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.ConversationListResult:
        """Lists conversations: an inbox in one call.

        Filters go together: a conversation must fit them all. `sort`: `opened`, the one opened
        last first; `lastMessage`, the one whose last message is the newest first (where nobody
        has written yet, by when it was opened), ties by id. A conversation that stays in its
        place is on exactly one page; one that moves is listed at most once a place. Where few
        fit, a page may close before it is full, with a `nextCursor`.

        Raises `InvalidParams`, `LimitExceeded` and `NotFound`.

        - `contact_id`: Only those with this contact.
        - `status`: Only those that stand so.
        - `channel`: Only those on this channel.
        - `assignee`: Only those that this agent works on, by id; None: only those that nobody works
            on.
        - `sort`: In which order; `opened` where left out.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.ConversationListResult, self.call("conversation.list", given({
            "contactId": contact_id,
            "status": status,
            "channel": channel,
            "assignee": assignee,
            "sort": sort,
            "limit": limit,
            "cursor": cursor,
        }, "assignee"), timeout))

    def conversation_list_all(
        self,
        *,
        contact_id: Optional[str] = None,
        status: Optional[types.ConversationStatus] = None,
        channel: Optional[str] = None,
        assignee: Union[str, None, Unset] = UNSET,
        sort: Optional[types.ConversationListSort] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.ConversationRow]:
        """All conversations of all pages of `conversation_list`; asks for a page when the one
        before is used up.

        - `contact_id`: Only those with this contact.
        - `status`: Only those that stand so.
        - `channel`: Only those on this channel.
        - `assignee`: Only those that this agent works on, by id; None: only those that nobody works
            on.
        - `sort`: In which order; `opened` where left out.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("conversation.list", "conversations", given({
            "contactId": contact_id,
            "status": status,
            "channel": channel,
            "assignee": assignee,
            "sort": sort,
            "limit": limit,
        }, "assignee"), timeout)
        return cast("Iterator[types.ConversationRow]", pages)

    def conversation_assign(
        self,
        *,
        conversation_id: str,
        agent_id: Optional[str],
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ConversationAssignResult:
        """Gives a conversation to an agent; with `None`, to nobody.

        A resolved conversation has no assignee: reopen it first (`conversation_set_status`). An
        inactive agent is assigned nothing. Assigning it to who has it changes nothing.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `WrongState` and
        `Storage`.

        - `conversation_id`: The conversation.
        - `agent_id`: The agent's id; None: nobody.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ConversationAssignResult, self.call("conversation.assign", given({
            "conversationId": conversation_id,
            "agentId": agent_id,
            "ifVersion": if_version,
        }, "agentId"), timeout))

    def conversation_set_status(
        self,
        *,
        conversation_id: str,
        status: types.ConversationStatus,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ConversationSetStatusResult:
        """Says where a conversation stands: `new`, `pending` or `resolved`.

        Messages move the status by themselves: inbound to `new`, also from `resolved`; outbound
        to `pending`. Resolving lets the assignee go, and nobody waits any more. Between `new`
        and `pending`, `waitingSince` stays: what is not answered is not answered.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict` and `Storage`.

        - `conversation_id`: The conversation.
        - `status`: Where it stands from now on.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ConversationSetStatusResult, self.call("conversation.setStatus", given({
            "conversationId": conversation_id,
            "status": status,
            "ifVersion": if_version,
        }), timeout))

    def history_read(
        self,
        *,
        contact_id: Optional[str] = None,
        conversation_id: Optional[str] = None,
        scope: Optional[types.HistoryReadScope] = None,
        channels: Optional[Sequence[str]] = None,
        kinds: Optional[Sequence[types.HistoryReadKinds]] = None,
        text: Optional[str] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        order: Optional[types.HistoryReadOrder] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.HistoryReadResult:
        """Reads the history of a contact across channels: messages, notes and events, page by page.

        Ordered by time, ties by the order of becoming known. `nextCursor` is there while there
        is more; it stays good while entries are added, and belongs to the query that returned
        it. A page closes at 1 MiB, whatever its `limit`, and where few entries match it may
        close before it is full. Entries without a channel (notes on the contact, events outside
        conversations) are there only where no `channels` are named. With `scope` `all`, contacts
        that have the same value of the desk's `matchingAttribute` are read as one: `entries` are
        theirs, too, each with its `contact_id`, in one order; `linked` names them, `channels`
        counts them together. E-mail addresses and texts are the same in any case. Links are
        computed with each page: once a value changes, the histories part; a page goes on behind
        the last one. A value that more than 20 contacts have links none, and `tooCommon` says
        so.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded` and `NotFound`.

        - `contact_id`: The contact.
        - `conversation_id`: A conversation of the contact, or of one that is linked to it; without
            `contact_id`: of whom to read.
        - `scope`: `all` (default): the contact and those linked to it; `contact`: the contact;
            `conversation`: the conversation alone.
        - `channels`: Only entries on these channels.
        - `kinds`: Only entries of these kinds.
        - `text`: Only messages and notes whose text has this in it, ignoring case and Unicode form.
        - `from_`: Only entries at this time or later.
        - `to`: Only entries before this time.
        - `order`: `newest` first (default) or `oldest` first.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.HistoryReadResult, self.call("history.read", given({
            "contactId": contact_id,
            "conversationId": conversation_id,
            "scope": scope,
            "channels": channels,
            "kinds": kinds,
            "text": text,
            "from": from_,
            "to": to,
            "order": order,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def history_read_all(
        self,
        *,
        contact_id: Optional[str] = None,
        conversation_id: Optional[str] = None,
        scope: Optional[types.HistoryReadScope] = None,
        channels: Optional[Sequence[str]] = None,
        kinds: Optional[Sequence[types.HistoryReadKinds]] = None,
        text: Optional[str] = None,
        from_: Optional[str] = None,
        to: Optional[str] = None,
        order: Optional[types.HistoryReadOrder] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[Union[types.MessageEntry, types.NoteEntry, types.EventEntry]]:
        """All entries of all pages of `history_read`; asks for a page when the one before is used
        up.

        - `contact_id`: The contact.
        - `conversation_id`: A conversation of the contact, or of one that is linked to it; without
            `contact_id`: of whom to read.
        - `scope`: `all` (default): the contact and those linked to it; `contact`: the contact;
            `conversation`: the conversation alone.
        - `channels`: Only entries on these channels.
        - `kinds`: Only entries of these kinds.
        - `text`: Only messages and notes whose text has this in it, ignoring case and Unicode form.
        - `from_`: Only entries at this time or later.
        - `to`: Only entries before this time.
        - `order`: `newest` first (default) or `oldest` first.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("history.read", "entries", given({
            "contactId": contact_id,
            "conversationId": conversation_id,
            "scope": scope,
            "channels": channels,
            "kinds": kinds,
            "text": text,
            "from": from_,
            "to": to,
            "order": order,
            "limit": limit,
        }), timeout)
        return cast("Iterator[Union[types.MessageEntry, types.NoteEntry, types.EventEntry]]", pages)

    def channel_define(
        self,
        *,
        channel: str,
        name: str,
        network: types.NetworkName,
        timeout: Optional[float] = None,
    ) -> types.ChannelDefineResult:
        """Defines a channel: an account of the organization on a network, such as a second WhatsApp
        number.

        Each network has a built-in channel, whose id is the network's own. Each channel has its
        own conversations; a person who writes on two channels of one network is one contact.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `AlreadyExists` and
        `Storage`.

        - `channel`: The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII.
        - `name`: The name to show.
        - `network`: The network it is an account of.
        """
        return cast(types.ChannelDefineResult, self.call("channel.define", given({
            "channel": channel,
            "name": name,
            "network": network,
        }), timeout))

    def channel_update(
        self,
        *,
        channel: str,
        name: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ChannelUpdateResult:
        """Renames a channel, a built-in one too.

        The id and the network of a channel stay as they are.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `channel`: The channel.
        - `name`: The name to show.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ChannelUpdateResult, self.call("channel.update", given({
            "channel": channel,
            "name": name,
            "ifVersion": if_version,
        }), timeout))

    def channel_remove(
        self,
        *,
        channel: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.ChannelRemoveResult:
        """Removes a channel that has no conversations.

        A built-in channel stays, and so does one with conversations, resolved ones too: their
        histories name it. The id of a removed channel can be defined again, as another channel.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `InUse` and
        `Storage`.

        - `channel`: The channel.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.ChannelRemoveResult, self.call("channel.remove", given({
            "channel": channel,
            "ifVersion": if_version,
        }), timeout))

    def channel_list(
        self,
        *,
        network: Optional[types.NetworkName] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.ChannelListResult:
        """Lists the channels: the built-in ones, then the others in the order of definition.

        Raises `InvalidParams` and `LimitExceeded`.

        - `network`: Only those on this network.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.ChannelListResult, self.call("channel.list", given({
            "network": network,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def channel_list_all(
        self,
        *,
        network: Optional[types.NetworkName] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.Channel]:
        """All channels of all pages of `channel_list`; asks for a page when the one before is used
        up.

        - `network`: Only those on this network.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("channel.list", "channels", given({
            "network": network,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.Channel]", pages)

    def team_define(
        self,
        *,
        team_id: str,
        name: str,
        timeout: Optional[float] = None,
    ) -> types.TeamDefineResult:
        """Defines a team, which agents can be in.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `AlreadyExists` and
        `Storage`.

        - `team_id`: The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII.
        - `name`: The name to show.
        """
        return cast(types.TeamDefineResult, self.call("team.define", given({
            "teamId": team_id,
            "name": name,
        }), timeout))

    def team_update(
        self,
        *,
        team_id: str,
        name: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.TeamUpdateResult:
        """Renames a team.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `team_id`: The team.
        - `name`: The name to show.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.TeamUpdateResult, self.call("team.update", given({
            "teamId": team_id,
            "name": name,
            "ifVersion": if_version,
        }), timeout))

    def team_remove(
        self,
        *,
        team_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.TeamRemoveResult:
        """Removes a team that nobody is in, and to which no group routes.

        Inactive agents count: take them out of the team first (`agent_update`). The id of a
        removed team can be defined again, as another team.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `InUse` and
        `Storage`.

        - `team_id`: The team.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.TeamRemoveResult, self.call("team.remove", given({
            "teamId": team_id,
            "ifVersion": if_version,
        }), timeout))

    def team_list(
        self,
        *,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.TeamListResult:
        """Lists the teams, in the order of definition.

        Raises `InvalidParams` and `LimitExceeded`.

        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.TeamListResult, self.call("team.list", given({
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def team_list_all(
        self,
        *,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.Team]:
        """All teams of all pages of `team_list`; asks for a page when the one before is used up.

        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("team.list", "teams", given({
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.Team]", pages)

    def agent_define(
        self,
        *,
        agent_id: str,
        name: str,
        role: Optional[types.RoleName] = None,
        active: Optional[bool] = None,
        team_ids: Optional[Sequence[str]] = None,
        timeout: Optional[float] = None,
    ) -> types.AgentDefineResult:
        """Makes an agent known: name, role, teams.

        An agent whom nobody defines becomes known with their first change, or with the
        `system_hello` that names them, and gets the role that their process was started with.
        What an agent may do is the lesser of the two, the role of the process and their own, at
        each call. From here on, a name given at sign-in is ignored.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `AlreadyExists` and `Storage`.

        - `agent_id`: The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII, the last of which
            is no dot.
        - `name`: The name to show.
        - `role`: What the agent may do at the most; `agent` where left out.
        - `active`: False: may do what a viewer may. True where left out.
        - `team_ids`: The ids of the agent's teams; one given twice counts once.
        """
        return cast(types.AgentDefineResult, self.call("agent.define", given({
            "agentId": agent_id,
            "name": name,
            "role": role,
            "active": active,
            "teamIds": team_ids,
        }), timeout))

    def agent_update(
        self,
        *,
        agent_id: str,
        name: Optional[str] = None,
        role: Optional[types.RoleName] = None,
        active: Optional[bool] = None,
        team_ids: Optional[Sequence[str]] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.AgentUpdateResult:
        """Changes an agent: name, role, teams, whether they are active; what is left out stays.

        A role counts from the next call on, in every process. An agent who is made inactive lets
        go of their conversations with the same change: nobody works on them then. What they
        wrote keeps their name. Once a name is set here, be it the one that they have, the one
        given at sign-in is ignored.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict` and `Storage`.

        - `agent_id`: The agent.
        - `name`: The name to show.
        - `role`: What the agent may do at the most.
        - `active`: False: may do what a viewer may, is assigned nothing, and lets go of what they
            have.
        - `team_ids`: The ids of the agent's teams, all of them; one given twice counts once.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.AgentUpdateResult, self.call("agent.update", given({
            "agentId": agent_id,
            "name": name,
            "role": role,
            "active": active,
            "teamIds": team_ids,
            "ifVersion": if_version,
        }), timeout))

    def agent_list(
        self,
        *,
        team_id: Optional[str] = None,
        active: Optional[bool] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.AgentListResult:
        """Lists the agents, in the order in which they became known.

        Agents are there once they are defined or have made a change. Where few fit the filters,
        a page may close before it is full, with a `nextCursor`.

        Raises `InvalidParams`, `LimitExceeded` and `NotFound`.

        - `team_id`: Only those in this team.
        - `active`: Only those who are active; false: only the others.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.AgentListResult, self.call("agent.list", given({
            "teamId": team_id,
            "active": active,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def agent_list_all(
        self,
        *,
        team_id: Optional[str] = None,
        active: Optional[bool] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.Agent]:
        """All agents of all pages of `agent_list`; asks for a page when the one before is used up.

        - `team_id`: Only those in this team.
        - `active`: Only those who are active; false: only the others.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("agent.list", "agents", given({
            "teamId": team_id,
            "active": active,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.Agent]", pages)

    def group_define(
        self,
        *,
        group_id: str,
        name: str,
        match: Optional[types.GroupDefineMatch] = None,
        conditions: Sequence[types.ConditionInput],
        prioritized: Optional[bool] = None,
        team_ids: Optional[Sequence[str]] = None,
        timeout: Optional[float] = None,
    ) -> types.GroupDefineResult:
        """Defines a group: the contacts that meet conditions. A group can stand higher in the
        queue, and be routed to teams.

        Who is in it is computed, never stored: a contact is in it as soon as they meet its
        conditions. The effective value counts, whatever conversation the contact is seen from.
        Texts compare without regard to case and diacritics, numbers as numbers, dates as days,
        options exactly; what is empty is met by `empty` and `isNot` alone. While an attribute
        that it uses is disabled, a group is suspended: it has no members, and routes nobody. All
        formats take `empty` and `notEmpty`, and all but `choices` take `is` and `isNot`. `text`,
        `email`, `phone`, `url` and `language` also take `anyOf` and `contains` (a text within
        the value); `number` and `date` take `anyOf`, `gt`, `gte`, `lt` and `lte`; `choice` takes
        `anyOf`; `choices` takes `anyOf` (one of the options is chosen) and `contains` (that
        option is). `vip` takes `is` and `isNot` with true or false; it is no attribute, also
        where one has that key.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `AlreadyExists` and `Storage`.

        - `group_id`: The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII.
        - `name`: The name to show.
        - `match`: Whether all conditions must be met, or any; `all` where left out.
        - `conditions`: The conditions, 1 to 20.
        - `prioritized`: True: conversations of its contacts stand higher in the queue. False where
            left out.
        - `team_ids`: The teams that the conversations of its contacts go to; one given twice counts
            once.
        """
        return cast(types.GroupDefineResult, self.call("group.define", given({
            "groupId": group_id,
            "name": name,
            "match": match,
            "conditions": conditions,
            "prioritized": prioritized,
            "teamIds": team_ids,
        }), timeout))

    def group_update(
        self,
        *,
        group_id: str,
        name: Optional[str] = None,
        match: Optional[types.GroupUpdateMatch] = None,
        conditions: Optional[Sequence[types.ConditionInput]] = None,
        prioritized: Optional[bool] = None,
        team_ids: Optional[Sequence[str]] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.GroupUpdateResult:
        """Changes a group; what is left out stays.

        The queue has the new order with the next call. Conditions are stated as in
        `group_define`.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict` and `Storage`.

        - `group_id`: The group.
        - `name`: The name to show.
        - `match`: Whether all conditions must be met, or any.
        - `conditions`: The conditions, all of them, 1 to 20.
        - `prioritized`: True: conversations of its contacts stand higher in the queue.
        - `team_ids`: The teams that the conversations of its contacts go to, all of them.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.GroupUpdateResult, self.call("group.update", given({
            "groupId": group_id,
            "name": name,
            "match": match,
            "conditions": conditions,
            "prioritized": prioritized,
            "teamIds": team_ids,
            "ifVersion": if_version,
        }), timeout))

    def group_list(
        self,
        *,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.GroupListResult:
        """Lists the groups, in the order of definition.

        Raises `InvalidParams` and `LimitExceeded`.

        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.GroupListResult, self.call("group.list", given({
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def group_list_all(
        self,
        *,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.Group]:
        """All groups of all pages of `group_list`; asks for a page when the one before is used up.

        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("group.list", "groups", given({
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.Group]", pages)

    def group_members(
        self,
        *,
        group_id: str,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.GroupMembersResult:
        """Lists the contacts that are in a group now, by the number of their id.

        Who is in a group is computed: a page looks at contact after contact. Where few are in
        it, a page may close before it is full, with a `nextCursor`.

        Raises `InvalidParams`, `LimitExceeded` and `NotFound`.

        - `group_id`: The group.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.GroupMembersResult, self.call("group.members", given({
            "groupId": group_id,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def group_members_all(
        self,
        *,
        group_id: str,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.ContactSummary]:
        """All contacts of all pages of `group_members`; asks for a page when the one before is used
        up.

        - `group_id`: The group.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("group.members", "contacts", given({
            "groupId": group_id,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.ContactSummary]", pages)

    def group_remove(
        self,
        *,
        group_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.GroupRemoveResult:
        """Removes a group. Its contacts stay; nobody is routed or served earlier for it any more.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict` and `Storage`.

        - `group_id`: The group.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.GroupRemoveResult, self.call("group.remove", given({
            "groupId": group_id,
            "ifVersion": if_version,
        }), timeout))

    def queue_list(
        self,
        *,
        team_id: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.QueueListResult:
        """Lists the conversations that wait for an agent, in the order in which they are served.

        Those are the `new` ones that nobody works on. VIPs come first, then the higher score
        (the number of prioritized groups that the contact is in), then who waits longest, then
        the lower number of the conversation. With `team_id`: those that are routed to the team,
        and those that no group routes. A place is kept while nothing of it changes: an entry
        that stays in its place is on exactly one page; one that moves is listed at most once a
        place.

        Raises `InvalidParams`, `LimitExceeded` and `NotFound`.

        - `team_id`: Only those that are routed to this team, and those that no group routes.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.QueueListResult, self.call("queue.list", given({
            "teamId": team_id,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def queue_list_all(
        self,
        *,
        team_id: Optional[str] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.QueueEntry]:
        """All conversations of all pages of `queue_list`; asks for a page when the one before is
        used up.

        - `team_id`: Only those that are routed to this team, and those that no group routes.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("queue.list", "conversations", given({
            "teamId": team_id,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.QueueEntry]", pages)

    def queue_next(
        self,
        *,
        team_id: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.QueueNextResult:
        """Assigns the first conversation of the queue to the caller, and returns it; `{}` if nobody
        waits.

        No two callers get the same one, whichever processes they call. It stays `new` until it
        is answered. With `team_id`: the first of that team's queue (`queue_list`).

        Raises `InvalidParams`, `Forbidden`, `NotFound` and `Storage`.

        - `team_id`: The first of those that are routed to this team, or to none.
        """
        return cast(types.QueueNextResult, self.call("queue.next", given({
            "teamId": team_id,
        }), timeout))

    def crm_configure(
        self,
        *,
        name: Union[str, None, Unset] = UNSET,
        kind: Optional[types.CrmConfigureKind] = None,
        path: Optional[str] = None,
        argv: Optional[Sequence[str]] = None,
        timeout_ms: Optional[int] = None,
        match_on: Optional[Sequence[str]] = None,
        auto_confirm: Optional[bool] = None,
        auto: Optional[bool] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.CrmConfigureResult:
        """Says which CRM contacts are looked up in.

        States the connector anew: what is left out has its default. With `name` None the desk
        has none; values and validations stay. A look-up that is open when the connector changes
        can still be answered. `client`: an integration finds in `crm_list` what is asked, and
        answers with `crm_resolve`. `file`: customers in a `.csv` or `.jsonl` file, found by the
        first key of `match_on` that the contact has a value of. `command`: a subprocess, run
        only by a process that was started with `--connectors`.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict` and `Storage`.

        - `name`: The name to show; None: no connector.
        - `kind`: How it is asked; needed with a name.
        - `path`: `file`: where it is; a relative path starts at the desk's folder (`--memory`: the
            working directory).
        - `argv`: `command`: the program and its arguments.
        - `timeout_ms`: `command`: how long it has for an answer, in ms; 5000 where left out.
        - `match_on`: The keys that it is asked with, in this order; the lookup attributes where
            left out.
        - `auto_confirm`: True: a match is confirmed without an agent. False where left out.
        - `auto`: True: a contact is looked up when they are made, and when a value changes that the
            CRM is asked with. False where left out.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.CrmConfigureResult, self.call("crm.configure", given({
            "name": name,
            "kind": kind,
            "path": path,
            "argv": argv,
            "timeoutMs": timeout_ms,
            "matchOn": match_on,
            "autoConfirm": auto_confirm,
            "auto": auto,
            "ifVersion": if_version,
        }, "name"), timeout))

    def crm_status(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.CrmStatusResult:
        """Tells the CRM connector, and how many look-ups wait for it or for an agent.

        Of each contact the latest look-up counts.

        Raises `InvalidParams`.
        """
        return cast(types.CrmStatusResult, self.call("crm.status", {}, timeout))

    def crm_lookup(
        self,
        *,
        contact_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.CrmLookupResult:
        """Asks the CRM about a contact.

        It is asked with the values of the lookup attributes that people and networks gave; what
        the CRM itself said counts only where there is nothing else. With a connector of the kind
        `file` the look-up is answered: `noMatch`, `proposed`, or with `autoConfirm` `confirmed`;
        with `command` too, and the answer comes when the connector has answered, while other
        calls are answered. With `client` it is `asked`, and `request` says what with. A look-up
        of the contact that was `asked` or `proposed` is `replaced`. Only confirming moves the
        contact's version.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `WrongState`,
        `LimitExceeded`, `LookupFailed`, `Cancelled` and `Storage`.

        - `contact_id`: The contact.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.CrmLookupResult, self.call("crm.lookup", given({
            "contactId": contact_id,
            "ifVersion": if_version,
        }), timeout))

    def crm_resolve(
        self,
        *,
        lookup_id: str,
        match: Union[types.Customer, None, Unset] = UNSET,
        error: Optional[str] = None,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.CrmResolveResult:
        """Answers a look-up for the CRM: with a customer, with none, or with a failure.

        Exactly one of `match` and `error`. A customer is `proposed`, and `changes` says what the
        card would show instead; with the connector's `autoConfirm` it is `confirmed` at once.
        Keys that the desk does not have, and values that their format refuses, are left out and
        named in `ignored`; None is a missing key. After a failure nothing of the contact is
        another but `lastLookupAt` and `lastLookupOk`. Only confirming moves the contact's
        version.

        Raises `InvalidParams`, `InvalidValue`, `LimitExceeded`, `Forbidden`, `NotFound`,
        `VersionConflict`, `WrongState` and `Storage`.

        - `lookup_id`: The look-up.
        - `match`: The customer; None: nobody is like that, or several are.
        - `error`: Why the CRM could not answer.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.CrmResolveResult, self.call("crm.resolve", given({
            "lookupId": lookup_id,
            "match": match,
            "error": error,
            "ifVersion": if_version,
        }, "match"), timeout))

    def crm_confirm(
        self,
        *,
        lookup_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.CrmConfirmResult:
        """Says that the customer whom the CRM proposed is the contact, who is validated from now
        on.

        What the CRM said are the contact's `crm` values from now on, all of them; they go before
        those of agents and channels. What it said before and does not say any more is gone, and
        so is any value of a `crmManaged` attribute that it does not say. Refused (1002) if a
        value has moved that the CRM was asked with, if the card would show anything else
        otherwise than was proposed, or if an attribute does not take its value any more: look
        the contact up again. Nothing else voids a proposal.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `WrongState` and
        `Storage`.

        - `lookup_id`: The look-up.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.CrmConfirmResult, self.call("crm.confirm", given({
            "lookupId": lookup_id,
            "ifVersion": if_version,
        }), timeout))

    def crm_reject(
        self,
        *,
        lookup_id: str,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.CrmRejectResult:
        """Says that the customer whom the CRM proposed is not the contact.

        Nothing of the contact changes.

        Raises `InvalidParams`, `Forbidden`, `NotFound`, `VersionConflict`, `WrongState` and
        `Storage`.

        - `lookup_id`: The look-up.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.CrmRejectResult, self.call("crm.reject", given({
            "lookupId": lookup_id,
            "ifVersion": if_version,
        }), timeout))

    def crm_list(
        self,
        *,
        state: Optional[types.CrmListState] = None,
        contact_id: Optional[str] = None,
        limit: Optional[int] = None,
        cursor: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> types.CrmListResult:
        """Lists the latest look-up of each contact, newest first.

        An integration finds here what it has to answer (`state` `asked`), an agent what to
        confirm.

        Raises `InvalidParams`, `LimitExceeded` and `NotFound`.

        - `state`: Only those that stand so.
        - `contact_id`: Only that of this contact.
        - `limit`: Most entries of the page; 50 where left out.
        - `cursor`: The `nextCursor` of the page before.
        """
        return cast(types.CrmListResult, self.call("crm.list", given({
            "state": state,
            "contactId": contact_id,
            "limit": limit,
            "cursor": cursor,
        }), timeout))

    def crm_list_all(
        self,
        *,
        state: Optional[types.CrmListState] = None,
        contact_id: Optional[str] = None,
        limit: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[types.Lookup]:
        """All lookups of all pages of `crm_list`; asks for a page when the one before is used up.

        - `state`: Only those that stand so.
        - `contact_id`: Only that of this contact.
        - `limit`: Most entries of the page; 50 where left out.
        """
        pages = self.pages("crm.list", "lookups", given({
            "state": state,
            "contactId": contact_id,
            "limit": limit,
        }), timeout)
        return cast("Iterator[types.Lookup]", pages)

    def settings_get(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.Settings:
        """Returns the settings of the desk.

        Raises `InvalidParams`.
        """
        return cast(types.Settings, self.call("settings.get", {}, timeout))

    def settings_set(
        self,
        *,
        matching_attribute: Union[str, None, Unset] = UNSET,
        vip_enabled: Optional[bool] = None,
        auto_resolve_days: Union[int, None, Unset] = UNSET,
        phone_country: Union[str, None, Unset] = UNSET,
        if_version: Optional[int] = None,
        timeout: Optional[float] = None,
    ) -> types.Settings:
        """Sets what counts for the whole desk; what is left out stays.

        `vip_enabled` false hides every VIP mark and keeps it. `auto_resolve_days`: the desk
        itself resolves a conversation that has been `pending` for so many days without a
        message, counted from the later of the last message's `at` and its recording, and from
        the moment at which somebody opened it or made it `pending`; imported messages do not
        count. `phone_country`: phone numbers without `+` are read as national numbers of that
        country. `matching_attribute`: contacts that have the same value of this attribute are
        linked, and read as one history (`history_read`); while it is disabled, none are.

        Raises `InvalidParams`, `InvalidValue`, `Forbidden`, `NotFound`, `VersionConflict` and
        `Storage`.

        - `matching_attribute`: The key of the attribute by whose equal values contacts are linked;
            None: none are.
        - `vip_enabled`: False hides every VIP mark and keeps it.
        - `auto_resolve_days`: After how many days without a message a `pending` conversation is
            resolved; None: never.
        - `phone_country`: The country (ISO 3166-1 alpha-2) of phone numbers without `+`; None: none
            are taken.
        - `if_version`: Its `version` as the caller read it: refused (1002) if it has moved since.
        """
        return cast(types.Settings, self.call("settings.set", given({
            "matchingAttribute": matching_attribute,
            "vipEnabled": vip_enabled,
            "autoResolveDays": auto_resolve_days,
            "phoneCountry": phone_country,
            "ifVersion": if_version,
        }, "matchingAttribute", "autoResolveDays", "phoneCountry"), timeout))

    def system_set_clock(
        self,
        *,
        to: str,
        timeout: Optional[float] = None,
    ) -> types.SystemSetClockResult:
        """Moves the clock of a process that was started with `--clock` forward, so that scripts can
        wait.

        Changes are dated from there on, each 1 ms after the one before it. What the desk does by
        itself after some days (`settings_set`) is done before the next call. Other processes
        keep their own clocks.

        Raises `InvalidParams`, `WrongState` and `InvalidValue`.

        - `to`: What the clock shows from now on: not before what it shows.
        """
        return cast(types.SystemSetClockResult, self.call("system.setClock", given({
            "to": to,
        }), timeout))

    def store_status(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.StoreStatus:
        """Tells where the desk is kept, how safe its changes are, and whether it takes any.

        A store that is read-only takes no changes since its disk failed or is full: writes get
        `storage` (1011), reads go on. Each write tries whether it can take changes again.

        Raises `InvalidParams`.
        """
        return cast(types.StoreStatus, self.call("store.status", {}, timeout))

    def store_snapshot(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> types.StoreSnapshotResult:
        """Writes all of the desk into a new snapshot, behind which the journal starts anew.

        Answered when it is done and was read back. Nobody needs to ask for it: one is made when
        the journals have 16 MiB and as many bytes as the last snapshot, or 1 MiB and a day.

        Raises `InvalidParams`, `Forbidden`, `WrongState` and `Storage`.
        """
        return cast(types.StoreSnapshotResult, self.call("store.snapshot", {}, timeout))
