// The platform, which opened this page to register us, may close it. It is told so, and nothing else.
(window.opener ?? window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
