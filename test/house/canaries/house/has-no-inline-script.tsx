// as views/claims/claim-page.tsx
export const Bad = () => (
  <div>
    <p style="color: red">Red</p> // bad
    <button onclick="go()">Go</button> // bad
    <a href="javascript:go()">Go</a> // bad
    <p hx-on:click="go()">Go</p> // bad
    <p hx-vals='js:{now: 1}'>Go</p> // bad
    <script>go()</script> // bad
    <script src="/gatehouse.js" defer></script>
    <p class="style-none" data-only="one">Good</p>
  </div>
)
