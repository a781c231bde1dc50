"""The lab: visitors, their workspaces (a log of actions), the page, its JSON and the live socket.

- ``models``: Visitor, Workspace, Action.
- ``visitors``, ``middleware``: who asks, by a signed cookie that is made at first need.
- ``workbench``: between views and simulation: performs actions and records them. ``applying``: the editor's files; ``steps``: back
  and forth in the log; ``asking``: what only looks. ``clusters``: replays logs, keeps clusters at hand.
- ``state``, ``problems``: what the browser is sent. ``labels``: an action in the reader's language.
- ``views``, ``api``: the page and its JSON. ``errors``: what is said when something is wrong.
- ``looks``, ``places``: what the panels show: rules with the lines of the editor that caused them, objects, events.
- ``traces``, ``ideas``: a packet and what can become of it; the same as people are taught it.
- ``breaking``: what can be broken, what is broken, and its repair.
- ``doors``: which workspace a request means, and by what right. ``labs``: a visitor's labs. ``presets``: what one may begin with.
- ``sharing``: frozen copies behind short links; ``shared``, ``framed``: their pages, ours and in frames elsewhere. ``api_labs``: their JSON.
- ``hearing``: what apps above may hear of: a workspace changed, its learner was told something.
- ``live``: the socket that tells other tabs.
- ``storage``, ``statics``: static files, collected when they changed.
- ``management/commands``: ``serve``, ``tidy``, ``bench``.
"""
