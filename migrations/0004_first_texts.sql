-- The first version of each text (II.I): templates in this program's own words, for a plan to have reviewed and to replace.
-- They are published, so that a new portal works from its first day; the next version is written under /staff/agreements.

INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
VALUES ('doc_accessagreementversion01', 'access-agreement', 1, 'Provider Portal Access Agreement', 'Template: the plan has its counsel review and complete this text before the first office signs it.

This agreement is between the health plan that runs this portal (“the plan”) and the provider office that signs it (“the office”). It covers every person who reaches the portal through the office (“users”), the office’s Local Office Administrators among them. Nobody in the office gets access before the office has signed and the plan has accepted.

## What the portal is for

The portal lets authorized users see protected health information of the plan’s members for payment and health care operations, as the privacy rule of HIPAA (45 CFR 164.501) defines them. Nearly everything in it is confidential and protected by law.

The office and its users use portal information for the sole purpose of carrying out payment and health care operations. For any other purpose they do not download, print, copy, take screenshots of, or forward portal information or documents. Using the portal out of curiosity, for family or friends, for marketing, or for research is prohibited.

## What the office does to protect information

- The office takes reasonable and appropriate measures to control unauthorized access to protected health information in spoken and electronic form: screens that visitors cannot read, locked workstations, conversations out of earshot, devices that are kept up to date.
- Where the office or its users print or copy portal information for payment or health care operations, the office takes reasonable and appropriate measures to control unauthorized access to it on paper: nothing left at a printer, in an open tray or in a car, and everything shredded when it is no longer needed.
- The office keeps to HIPAA, the HITECH Act and the privacy laws of its state, trains its workforce accordingly, and holds its subcontractors and agents to the same duties.
- Accounts are personal. The office does not let people share one, does not ask for anybody’s password or code, and does not use another’s account for any reason.

## Local Office Administrators

The office names at least one Local Office Administrator, tells the plan at once when that person changes, and makes sure that somebody holds the duty at all times. The Local Office Administrator is the plan’s point of contact.

- The Local Office Administrator reviews the job description of each person who asks for access, approves or denies the request, and grants only the roles that the job needs.
- Access to a member’s protected health information is for those users alone whose job in payment or health care operations needs it. It may be limited further, need by need, and always to the minimum necessary.
- For each user the Local Office Administrator attests that the access is necessary for the job and complies with least privilege and the minimum necessary standard.
- Nobody decides their own request.

## Verifying users

Every 45 calendar days, counted from the day the office gets access, each Local Office Administrator is asked to verify every user of the office: whether they are still employed, their roles and their security settings.

- A verification that is not complete within 15 calendar days of the prompt restricts the Local Office Administrator to that task until it is done.
- A verification that is not complete within 16 calendar days of the prompt suspends every account of the office. Each user is told so at sign-in.
- The plan’s provider relations department can complete the verification together with the Local Office Administrator. The plan then reinstates the office and its verified users.

## When somebody leaves or changes jobs

The Local Office Administrator immediately ends or limits the access of anybody who no longer works for the office, or whose job no longer needs the portal or a part of it. The portal asks for the day the employment ended or the job changed, and for the day the access was revoked or limited. Where more than one business day lies between them, the portal reports to the plan what was reached in between, and the plan decides whether a breach has to be looked into.

An account that was not used for over 60 calendar days no longer signs in until its owner resets the password. When the plan’s records show the office as terminated, nobody signs in through it any more. When they show it as reinstated, its users may regain access after completing registration again.

## Reporting incidents, breaches and violations

The office, its Local Office Administrators and its users report any suspected, potential or actual security incident, breach, violation, or noncompliance with the User Agreement to the plan’s Privacy Officer, by e-mail, through the plan’s hotline, or on the portal’s own page. They do so immediately, and no later than 24 hours after discovery.

It counts as discovered on the first day on which it is known to anybody of the office’s workforce, other than the person who committed it, or would have been known by exercising reasonable diligence.

Upon discovery the office and its Local Office Administrator

- act promptly to mitigate risks and damages as far as practicable, all corrective actions being subject to the approval of the plan and its regulators
- take every action that federal and state law requires
- take the corrective actions that the plan and its regulators require
- investigate immediately, and within 48 hours of discovery tell the plan the dates of the event and of its discovery, its probable causes, the unauthorized persons known or reasonably believed to be involved, the nature and extent of the information and whether it was unsecured, where it is believed to have gone, each individual whose unsecured information is concerned, and whatever else a notice to those individuals has to contain under 45 CFR 164.404(c).

## Investigations

The office, its Local Office Administrators and its users cooperate with and assist the plan’s Privacy Officer and Security Officer in the investigation of actual, suspected or potential incidents, breaches, violations or noncompliance that occurred in the office or were committed by its current or former employees.

During an investigation they respond to, and fully comply with, every request for information or documents within the time that the Privacy Officer or Security Officer specifies, so that the plan can meet what its regulators require. The plan suspends the accounts concerned at once and while it investigates, and reinstates them afterwards where that is right.

## Litigation and administrative proceedings

The office makes itself and its subcontractors, employees and agents available to the plan, at no cost to the plan, to testify as witnesses or otherwise, if litigation or administrative proceedings are commenced against the plan, its directors, officers or employees, upon a claimed violation of HIPAA, the HITECH Act, their regulations, or state privacy laws, which involve actions or inactions by the office or its workforce related to the portal. This does not apply where the office, its subcontractor, employee or agent is named as an adverse party.

## Sanctions

The plan may impose sanctions on the office and on its users where they break this agreement, the User Agreement, or the plan’s policy on the portal. The extent of a sanction is commensurate with the severity of the deficiency and the risk to members, and it is designed to correct the cause, so that it does not happen again. Sanctions include re-education, corrective action plans, restrictions and limitations, monetary fines, and termination of access for a user or for every user of the office.

## Monitoring, and the end of this agreement

The plan logs and reviews all access to and use of the portal. Records of restricted kinds are not shown in the portal to anybody, and the office does not try to infer them.

This agreement is in force from the day the plan accepts it. Either side may end it in writing. Access ends with it, while the duties to protect information, to report, and to cooperate remain for everything that was reached before.
', 1790881200000, 1790881200000);

INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
VALUES ('doc_useragreementversion0001', 'user-agreement', 1, 'Provider Portal User Agreement and Terms and Conditions of Use', 'Template: the plan has its counsel review and complete this text before anybody agrees to it.

These are the terms on which you, as one person with one account, use the provider portal of the health plan (“the plan”). You agree to them when you register, and again whenever they change. The version, the time and the address of your connection are kept.

## What you may use the portal for

You may use what you see here for payment and health care operations of the office you work for, and for nothing else. Most of it is confidential and protected by HIPAA.

- Look up only the members and records that the task in front of you needs. That is the minimum necessary standard, and it holds for each search.
- Do not look up yourself, your family, friends, colleagues, neighbors or people in the news.
- Do not download, print, copy, take screenshots of, or forward portal information or documents for any purpose other than payment and health care operations. The portal asks for the purpose before it prints or exports, and records your answer.
- What you see is information of the plan for office work. It is no medical record, and no advice for treating anybody.

## Your account

- Your account is yours alone. Never share your password, a passcode, a recovery code or a device on which you are signed in, with anybody, your supervisor and the plan included. The plan will never ask you for them.
- Your e-mail address identifies you and cannot be changed. Keep the rest of your details true and current.
- You sign in with a password and, where the portal asks, a second factor. Choose a password that you use nowhere else, and change it when the portal asks you to.
- Lock your screen when you step away, and sign out when you are done. The portal closes your session by itself after a while, but that is a safety net.
- You were given roles for the job you have now. If your job changes, tell your Local Office Administrator the same day, so that your roles change with it.

## Keeping information safe

- Keep spoken, written and electronic information from those who have no need of it: speak out of earshot, turn the screen away, send nothing by personal e-mail or messaging.
- What you print or copy on paper for payment or health care operations you collect at once, keep locked away, and shred when it is no longer needed.
- Use devices that your office manages and keeps up to date. Do not save portal information on personal devices or on services that your office has not approved.
- Do not try to get around a limit of the portal, to reach records of another office, or to find out what is not shown to you.

## Agreement, training and verification

You complete and attest to the training before you get access, and again every year. When the required date has passed, you reach nothing but the training until it is done. Your Local Office Administrator verifies every 45 days that you still work for the office and still need your roles.

## When something goes wrong

You report any suspected, potential or actual security incident, breach, violation, or noncompliance with this agreement to the plan’s Privacy Officer, by e-mail, through the plan’s hotline or on the portal’s own page. Do so immediately, and no later than 24 hours after discovery. It counts as discovered on the first day on which it was known, or by exercising reasonable diligence would have been known, to anybody of your office’s workforce other than the person who committed it.

You do not have to be sure, and you are not in trouble for reporting. A lost telephone, a letter to the wrong person, a colleague who used your account: tell us.

You cooperate with and assist the plan’s Privacy Officer and Security Officer in investigations, and answer every request for information or documents within the time they specify, also about what happened before you left an office. While the plan investigates, it may suspend your account.

## Monitoring

The plan records your sign-ins, every page you visit, the records you viewed, when and from where, and every change to your account, and reviews these logs. You have no expectation of privacy in how you use the portal. You can see your own sign-ins, devices and changes in the portal.

## Sanctions

Where you break these terms or the plan’s policy, the plan may impose sanctions that fit the severity and the risk to members: re-education, a corrective action plan, restrictions or limitations, or the end of your access. Your employer has its own rules, and laws on privacy carry civil and criminal penalties.

## When you leave

When you no longer work for the office, or your job no longer needs the portal, your access ends at once. You destroy or hand back whatever portal information you still hold, and you keep to yourself what you learned here, for good. An account that was not used for over 60 days no longer signs in until you reset its password.

## The portal itself

The plan takes care that what you see is right and that the portal is there when you need it, but information from several systems can be late or wrong. Seeing that a member is eligible is no promise of payment. The plan may change or close the portal, or your access, at any time.
', 1790881200000, 1790881200000);

INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
VALUES ('doc_trainingversion000000001', 'training', 1, 'Provider Portal User Training', 'Template: the plan has its privacy officer and counsel review and complete this text before it is used.

This training takes about fifteen minutes. Everybody who uses the portal completes it before getting access and again each year, the plan’s own staff too. Each section ends with one question. Your progress is saved, so you can stop and come back.

## What the portal is for

The portal shows protected health information: who is a member, what they are covered for, what was billed, paid, referred and denied. HIPAA allows you to use it here for two purposes, payment and health care operations, and your agreement with the plan allows nothing else.

- Payment: checking eligibility before a visit, following up on a claim, finding out why a line was denied, asking for a referral to be authorized.
- Health care operations: quality reviews, audits, training and the running of the office.

A good reason that is not one of these two is still no permission. Helping a worried relative, settling a bill of your own, finding an old friend’s address or answering a reporter are all outside.

Everything is recorded: each page, each search, each member it showed, with your name, the time and the place you came from. The plan looks at these records, and whoever breaks the rules faces sanctions, from repeating this training to losing access for good.

? Your sister asks you to check whether her claim was paid. She is a member of the plan, and you would only look at that one claim. What do you do?
- [ ] Look it up, since she asked you to and agrees.
- [ ] Look it up, but do not tell anybody.
- [x] Leave it alone, and tell her to call the plan.

## The minimum necessary

Having access to something does not mean that you need it. The minimum necessary standard asks you to look at the least that lets you do the task in front of you.

- Search by member number where you have it. A wide search shows people you have no business with.
- Open the one claim you were asked about, and not the member’s other claims.
- Tell others only what they need. A colleague who books a visit needs to know that the member is eligible, not what they were treated for.
- Your roles were chosen for your job. If you can see more than you need, tell your Local Office Administrator. If you can see less, ask for the role, and never borrow somebody’s account.

? A provider asks you whether Ms. Lee is covered on Friday. Which of these is the minimum necessary?
- [x] Her eligibility for Friday.
- [ ] Her eligibility, and her claims of the last year, to be sure.
- [ ] Everything the portal has about her, printed for the chart.

## Restricted information

Some information harms people more than any other when it gets out. Records that refer to it are not shown in the portal to anybody, whatever their role: birth control, pregnancy, abortion, sexually transmitted, contagious and reportable diseases, HIV and AIDS treatment and testing, care after sexual assault, alcohol and drug counseling, outpatient mental health, and abuse.

- The portal does not show that something was left out. There is no gap and no count to find it by, and a record that you cannot find may simply not exist.
- Do not try to work out what is not shown, from dates, amounts, or what you know from elsewhere.
- If you see something here that belongs to one of these kinds, do not copy it or tell others. Report it at once, so that it can be taken out.
- For payment of such services, call the plan.

? You are sure that a claim was sent, but the portal does not show it. What do you do?
- [ ] Conclude that it must be about something restricted, and note that in the chart.
- [x] Call the plan about the claim, and draw no conclusion.
- [ ] Ask a colleague from another office to look for it.

## Passwords and second factors

Most break-ins begin with a password that somebody gave away, often without noticing.

- Your account is yours alone. Everything done with it is recorded as done by you.
- Use a password that you use nowhere else. A password manager is the easiest way, and the portal lets you paste.
- The code that comes by e-mail or text message is for the sign-in that you began, at that moment. Nobody from the plan will ever ask you for it, on the telephone or in a message.
- Before you type your password, look at the address of the page. A link in an unexpected message is best left alone: open the portal from your own bookmark.
- After five wrong passwords the account locks. If you get a message about a lock, a code or a device that was not you, say so at once. The message tells you how.
- Let the portal remember a device only if it is yours or your office’s, and never on a computer that visitors can use.

? Somebody calls, says they are from the plan’s help desk, and asks for the six digits you just received, to unlock your account. What do you do?
- [ ] Read them out, since the account really is locked.
- [ ] Ask for their name first, and then read them out.
- [x] Give them nothing, hang up, and call the plan at the number on the portal’s pages.

## Printing, copying and screens

Information is just as protected on paper, in a spoken conversation and on a screen as in the electronic record.

- Download, print, copy, take screenshots or forward portal information only for payment or health care operations. The portal asks for the purpose first, and each printed page bears your name, the time and that purpose.
- Collect what you print at once. Keep it locked away, and shred it when it is no longer needed. Nothing goes into a car, home, or the recycling.
- Turn the screen so that people at the desk or behind you cannot read it, and lock it each time you stand up.
- Speak where patients and visitors cannot hear you, and give no names across a waiting room.
- Never use personal e-mail, messaging apps, cloud drives or the camera of your telephone for portal information.

? You have to fax a claim’s status to the billing company, but you are called to the front desk. The printout lies in the tray. What do you do?
- [x] Take the printout with you or lock it away first.
- [ ] Leave it, since only colleagues pass the printer.
- [ ] Photograph it with your telephone, so that you have it safe.

## Incidents, and how to report them

A security incident is any attempt, successful or not, to get at, use, change or destroy information without permission. A breach is information that somebody got, saw, used or passed on in a way that the privacy rule does not allow. You do not have to tell them apart. You have to report.

- Report what happened, what might have happened, and what nearly happened: a letter to the wrong member, a lost telephone, a stolen bag with printouts, an odd message that you clicked on, a colleague who looks up people for fun.
- Report immediately, and no later than 24 hours after discovery. The clock starts on the first day that anybody in your office, other than whoever did it, knew of it or should have known.
- Report to the plan’s Privacy Officer, by e-mail, on the hotline, or on the portal’s own page. You do not have to be sure, and nobody is punished for reporting in good faith.
- Do not investigate on your own, delete anything, or try to put it right in silence. Keep what you have, and stop what is still going on, if you safely can.
- Your office has to give the details within 48 hours, so help when you are asked, and answer within the time that you are given.

? On Friday evening you notice that you sent a claim’s details to the wrong clinic. They promise to delete it. When do you report it?
- [ ] Not at all, since it will be deleted.
- [ ] On Monday, when your supervisor is back.
- [x] Right away, and within 24 hours at the latest.

## Leaving a job, and ending access

Access is for as long as the job needs it, and not a day longer.

- If you leave the office, or your tasks change, tell your Local Office Administrator on the same day at the latest. Your access ends or changes at once.
- What you printed, copied or noted stays behind or is shredded. What you learned here stays with you, also after you left.
- If you are a Local Office Administrator: end the access of anybody who leaves immediately, with the true date. Where access ended more than one business day later, the plan looks into everything that was reached in between. Verify all users of your office every 45 days, one by one, and grant only what the job needs.
- If you see that somebody who no longer works here can still get in, report it.
- An account that nobody used for over 60 days closes by itself.

? A colleague left for another clinic last week, and you see that her account is still active. What do you do?
- [ ] Use her account to finish her open claims.
- [x] Tell your Local Office Administrator or the plan at once, so that the access is ended with the true date.
- [ ] Wait until the next verification of users.
', 1790881200000, 1790881200000);

INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
VALUES ('doc_privacynoticeversion0001', 'privacy-notice', 1, 'Privacy Notice', 'Template: the plan has its counsel review this notice, and adds its mailing address and the way to its notice of privacy practices.

This notice tells what the health plan that runs this provider portal (“the plan”, “we”) collects about the people who use it, how we store, use, disclose and protect it, and what you can ask of us. It is about you as a user or visitor of the portal. What the plan may do with the health information of its members is told in its notice of privacy practices under HIPAA.

## What we collect

What you give us:

- your name, business address, telephone number, e-mail address, job title and a description of what your job needs
- the office you work for, and, for office managers and administrators, the same details as a contact of that office
- your password and the answers to security questions, stored so that nobody can read them, and the passkeys or apps you set up for signing in
- your agreement, your training and its attestation, and what you attest to on behalf of your office
- what you write to us: requests, reports of incidents, complaints, referrals and attachments.

What is recorded by itself when you use the portal:

- the internet address (IP) you come from, the kind of browser and device, and the date and time
- each page you visit, each search, and whose records you were shown, as the law requires of us
- sign-ins that worked or failed, codes that were sent, devices you chose to have remembered.

We do not collect your location from your device, your contacts, or what you do on other sites, and we buy no information about you from anybody. Your employer, your office’s administrator, or the plan’s core system may tell us that you started, changed or left a job.

## Cookies

We use strictly necessary cookies only. One keeps you signed in, one carries you from your password to your second factor, one protects forms from being sent by other sites, and, if you ask for it, one remembers a device for up to 90 days. They hold random values and nothing about you. There are no analytics, no advertisements, no web beacons or tracking pixels, no social media buttons, and nothing on our pages is loaded from a third party. Without cookies you can read the open pages, but not sign in.

## Do Not Track

Our pages treat everybody alike, whether or not a browser sends a “Do Not Track” or “Global Privacy Control” signal: nobody is tracked across sites or over time, by us or by others through us.

## How we use it

- to make sure that you are who you say, and that you may have the access you ask for
- to give you the portal’s services and to answer your questions
- to send you what concerns your account: codes, warnings, reminders, changes of terms. We send no marketing.
- to review access and use, to find and stop misuse, and to investigate incidents
- to comply with laws, regulators, courts and our contracts, and to protect members, you, others and the plan.

## To whom we disclose it

- to your provider office: its Local Office Administrators see your name, contact details, roles, security settings and when you last signed in
- to companies that work for us under contract and under our instructions, such as those that run our servers or deliver our messages
- to people and bodies that you authorize in writing
- to government regulators that oversee the plan, and as a law, a court order or another legal process requires
- where we believe in good faith that it is needed in an emergency that threatens somebody’s health or safety, or to report a crime or fraud.

We sell nothing about you, and we do not share it for anybody’s advertising. Figures that identify nobody, such as how many people signed in, may be used for planning and reported to regulators.

## Where we store it, and how long

Information is stored on computers that the plan, or a company at its direction, operates, and for as long as the law and the plan’s retention policy ask: logs, agreements, attestations and decisions usually for ten years. A registration that was denied or not finished is deleted after 90 days. On your own device there are only the cookies above.

## How we protect it

We use administrative, technical and physical safeguards as HIPAA requires: encryption on the way and at rest, passwords and second factors, access by role, sessions that close by themselves, logs that cannot be altered unnoticed, and regular reviews. Guard your own password and codes, and tell us at once if you think that somebody used your account. No website and no transmission is completely secure. If a breach happens, we notify those concerned as federal and state law require.

## People under 18

The portal is for people who work in the care of the plan’s members. It is not for anybody under 18, and we do not knowingly collect information from people under 18 as its users. If we learn that we have, we delete it.

## Sites that we link to

A page may link to a site that others operate. We are not responsible for their content, their security or their privacy practices. Read their notices before you give them anything.

## No medical advice

What you find here is for payment and health care operations. It is not a substitute for the advice of a physician or another qualified professional, and nothing here should be used to decide on anybody’s treatment. In an emergency, call 911.

## Licensed and copyrighted material

Code lists, names, logos and other material in the portal may belong to others and be used here under a license. You may use them within the portal. Copying, publishing or passing them on by themselves is prohibited.

## What you can ask of us

You may ask to review, correct, update, suppress or delete the information about you that the portal holds. Users find this in the portal under their profile. Everybody else calls us at the telephone number at the foot of this page, or writes to us. Please be as clear as you can about what you would like changed. We verify your identity first, and answer as the law requires. Some information we must retain, such as the log of who saw which record, and some may remain in backups. We then tell you what and why. Requests to amend a member’s health information are handled under HIPAA by the plan itself.

## Written authorizations

Some uses and disclosures need your specific written authorization. You may revoke it in writing at any time. Revoking does not undo what was used or disclosed before we heard of it.

## Questions and complaints

For a question, comment or complaint about privacy, call the telephone number at the foot of this page and ask for the Privacy Officer, or write to the Privacy Officer at the plan’s mailing address. You may also complain to the Office for Civil Rights of the U.S. Department of Health and Human Services. Nobody is treated worse for complaining.

## Changes to this notice

We change this notice from time to time. The date of the last revision and the version stand at the top, and a change takes effect when it is published here. If you use the portal after that, the notice as revised applies. Earlier versions are kept, and we send you one if you ask.
', 1790881200000, 1790881200000);
